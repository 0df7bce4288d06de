import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type AddressInfo, createServer, type Server} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {asChild, hookListen} from '../../support/as-child.ts';
import {temporaryFolder} from '../../support/project.ts';

async function portOf(server: Server): Promise<number> {
	if (!server.listening) await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

test('a server that gets no socket binds its port itself, and keeps its host name', async t => {
	const {answer} = asChild(t);
	const {heard} = hookListen(t);
	let calls = 0;
	const server = createServer().listen(0, 'localhost', () => calls++);
	t.after(() => server.close());
	answer();
	const port = await portOf(server);
	assert.deepEqual(heard, [{host: 'localhost', port, isSecure: false}]);
	assert.equal(calls, 1);
});

test('a refused port is the system’s error in the application', async t => {
	const {answer} = asChild(t);
	hookListen(t);
	const server = createServer().listen(8000);
	const failed = once(server, 'error');
	answer({refusal: {code: 'EADDRINUSE', message: 'listen: taken'}});
	const [error] = await failed;
	const {code, message, syscall, port} = error as NodeJS.ErrnoException & {port: number};
	assert.deepEqual([code, message, syscall, port], ['EADDRINUSE', 'listen: taken', 'listen', 8000]);
});

test('a Unix socket is none of the runner’s', async t => {
	const {hook, heard} = hookListen(t);
	const server = createServer().listen(path.join(temporaryFolder(t), 'a.sock'));
	t.after(() => server.close());
	await once(server, 'listening');
	assert.equal(hook.isUsed, false);
	assert.deepEqual(heard, []);
});

test('an exported server closes when the application listens with another one', async t => {
	const {answer} = asChild(t);
	const {hook} = hookListen(t);
	const exported = createServer();
	const listening = hook.listenFor(exported, {host: '127.0.0.1', port: 0});
	answer();
	await listening;
	await portOf(exported);
	const closed = once(exported, 'close');
	const own = createServer().listen(0, '127.0.0.1');
	t.after(() => own.close());
	answer();
	await Promise.all([portOf(own), closed]);
});

test('while the reason of a failure is shown, other servers do not listen', async t => {
	const {answer} = asChild(t);
	const {hook} = hookListen(t);
	const page = createServer();
	const listening = hook.listenOnlyFor(page, {host: '127.0.0.1', port: 0});
	answer();
	await listening;
	await portOf(page);
	const late = createServer().listen(0, '127.0.0.1');
	assert.equal(late.listening, false);
	assert.equal(page.listening, true);
	await hook.drain(60 * 60_000);
	assert.equal(page.listening, false);
	t.after(() => late.close());
});
