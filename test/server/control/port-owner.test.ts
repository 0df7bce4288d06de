import assert from 'node:assert/strict';
import type {AddressInfo, Server} from 'node:net';
import {createServer} from 'node:net';
import test from 'node:test';
import {isPortFree, portInUse, waitForPort} from '../../../source/server/control/port-owner.ts';

async function listening(): Promise<{server: Server; port: number}> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	return {server, port: (server.address() as AddressInfo).port};
}

test('the error about a taken port names its program and a free port', {
	skip: process.platform !== 'linux',
}, async t => {
	const {server, port} = await listening();
	t.after(() => server.close());
	assert.equal(await isPortFree('127.0.0.1', port), false);
	const {message, hint, ways, code} = await portInUse('127.0.0.1', port);
	assert.equal(code, 'port-in-use');
	assert.match(
		message,
		new RegExp(
			`^Port ${port} is already in use by node .*\\(pid ${process.pid}, user .*, in .*\\)\\.$`,
		),
	);
	const free = Number(/quarterdeck runserver (\d+)$/.exec(hint ?? '')?.[1]);
	assert.ok(free > port && (await isPortFree('127.0.0.1', free)));
	const command = `quarterdeck runserver ${free}`;
	assert.deepEqual(ways, [{id: 'use-port', command, port: free}]);
});

test('waiting ends once the port is free', async () => {
	const {server, port} = await listening();
	const waiting = waitForPort('127.0.0.1', port);
	server.close();
	await waiting;
	assert.equal(await isPortFree('127.0.0.1', port), true);
});
