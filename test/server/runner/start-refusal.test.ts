import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import test from 'node:test';
import {StartRefusal} from '../../../source/server/runner/start-refusal.ts';

test('an application that ends because it cannot listen refuses the start', async t => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	t.after(() => other.close());
	const {port} = other.address() as AddressInfo;
	const refusal = new StartRefusal();
	await refusal.verifyNone();
	refusal.ofSocket({code: 'EADDRINUSE', host: '127.0.0.1', port});
	refusal.ofFailure({message: 'listen failed', code: 'EADDRINUSE'});
	await assert.rejects(refusal.verifyNone(), {code: 'port-in-use'});
	// It has tried another port since.
	refusal.withdraw();
	await refusal.verifyNone();
});

test('failures in the settings refuse the start, and failures in the sources do not', async () => {
	const refusal = new StartRefusal();
	refusal.ofSocket({code: 'EADDRINUSE', port: 8000});
	refusal.ofFailure({message: 'SyntaxError', code: undefined});
	await refusal.verifyNone();
	refusal.ofFailure({message: 'Not in production.', code: 'production', hint: 'Unset NODE_ENV.'});
	await assert.rejects(refusal.verifyNone(), {code: 'production', hint: 'Unset NODE_ENV.'});
	refusal.withdraw();
	await refusal.verifyNone();
});
