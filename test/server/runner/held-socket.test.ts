import assert from 'node:assert/strict';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import test from 'node:test';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {holdSocket} from '../../../source/server/runner/held-socket.ts';

test('a server can listen on a held socket', async () => {
	const held = await holdSocket('127.0.0.1', 0);
	assert.ok(held.port > 0);
	const server = createServer().listen(held.handle);
	await new Promise(resolve => server.once('listening', resolve));
	assert.equal((server.address() as AddressInfo).port, held.port);
	assert.equal(await isPortFree('127.0.0.1', held.port), false);
	await new Promise(resolve => server.close(resolve));
	assert.equal(await isPortFree('127.0.0.1', held.port), true);
});

test('a taken port, an address of another machine and an unknown host are refused', async t => {
	const other = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => other.once('listening', resolve));
	t.after(() => other.close());
	const {port} = other.address() as AddressInfo;
	await assert.rejects(holdSocket('127.0.0.1', port), {code: 'port-in-use'});
	await assert.rejects(holdSocket('203.0.113.1', 0), {code: 'address-not-available'});
	await assert.rejects(holdSocket('no-such-host.invalid', 0), {code: 'unknown-host'});
});
