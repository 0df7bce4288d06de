import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import test from 'node:test';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {bindFailure, verifyBindable} from '../../../source/server/runner/bind-failure.ts';

test('an address that can be bound is told as an IP address with its port, and left free', async () => {
	const {address, port} = await verifyBindable('localhost', 0);
	assert.match(address, /^(?:127\.0\.0\.1|::1)$/);
	assert.ok(await isPortFree(address, port));
});

test('a taken port, an address of another machine and an unknown host are refused', async t => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	t.after(() => other.close());
	const {port} = other.address() as AddressInfo;
	await assert.rejects(verifyBindable('127.0.0.1', port), {code: 'port-in-use'});
	await assert.rejects(verifyBindable('203.0.113.1', 0), {code: 'address-not-available'});
	await assert.rejects(verifyBindable('no-such-host.invalid', 0), {code: 'unknown-host'});
	assert.equal((await bindFailure({code: 'EACCES', port: 80})).code, 'port-not-allowed');
	assert.equal(
		(await bindFailure({code: 'EMFILE', port: 80})).message,
		'Cannot listen on 80: EMFILE.',
	);
});
