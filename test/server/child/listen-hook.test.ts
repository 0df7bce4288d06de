import assert from 'node:assert/strict';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {asChild, hookListen} from '../../support/as-child.ts';
import {freePort} from '../../support/own-server.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

const host = '127.0.0.1';

test('a server is reported with its host name once it listens', async t => {
	const {sent} = asChild(t);
	const {hook, heard} = hookListen(t);
	let calls = 0;
	const server = createServer().listen(0, 'localhost', () => calls++);
	assert.ok(hook.isUsed);
	await until('it is reported', () => heard.length > 0);
	const {port} = server.address() as AddressInfo;
	assert.deepEqual(heard, [{host: 'localhost', port, isSecure: false}]);
	assert.equal(calls, 1);
	const shared = await until('its socket is shared', () => sent[0]);
	assert.equal(shared.type, 'bound');
	server.close();
	assert.deepEqual(sent[1]?.type, 'released');
	assert.equal(hook.isUsed, false);
});

test('one that only looks for a free port is neither reported nor shared', async t => {
	const {sent} = asChild(t);
	const {heard} = hookListen(t);
	const probe = createServer().listen(0, host);
	await once(probe, 'listening');
	probe.close();
	const server = createServer().listen(0, host);
	await until('the server is reported', () => heard.length > 0);
	assert.equal(heard[0]!.port, (server.address() as AddressInfo).port);
	await until('a socket is shared', () => sent.length > 0);
	assert.deepEqual(
		sent.map(({type}) => type),
		['bound'],
	);
});

test('one that closes as soon as it listens does not count as used', async t => {
	asChild(t);
	const {hook, heard} = hookListen(t);
	const probe = createServer();
	probe.listen(0, host, () => probe.close());
	await once(probe, 'close');
	assert.equal(hook.isUsed, false);
	assert.deepEqual(heard, []);
});

test('a port that cannot be bound is told to the runner, and the error is Node’s', async t => {
	const taken = createServer().listen(0, host);
	await once(taken, 'listening');
	t.after(() => taken.close());
	const {port} = taken.address() as AddressInfo;
	const {sent} = asChild(t);
	const {hook} = hookListen(t);
	const server = createServer().listen(port, host);
	const [error] = await once(server, 'error');
	const {code, syscall, address, errno} = error as NodeJS.ErrnoException & {address: string};
	assert.deepEqual([code, syscall, address, errno! < 0], ['EADDRINUSE', 'listen', host, true]);
	assert.deepEqual(sent, [{type: 'not-bound', code, host, port}]);
	assert.equal(hook.isUsed, false);
});

test('of several servers the one on the chosen port counts, then the first that still listens', async t => {
	asChild(t);
	const {hook, heard} = hookListen(t);
	const [first, second, third] = [createServer(), createServer(), createServer()] as const;
	for (const server of [first, second]) await once(server.listen(0, host), 'listening');
	await until('the first is reported', () => heard.length === 1);
	const portOf = (server: typeof first) => (server.address() as AddressInfo).port;
	assert.equal(heard[0]!.port, portOf(first));
	const free = createServer().listen(0, host);
	await once(free, 'listening');
	const port = portOf(free);
	free.close();
	hook.sockets.chosen = {address: host, port, isHostGiven: false};
	await once(third.listen(port), 'listening');
	await until('the chosen one is reported', () => heard.length === 2);
	assert.deepEqual(heard[1], {host, port, isSecure: false});
	third.close();
	await until('the first counts again', () => heard.length === 3);
	assert.equal(heard[2]!.port, portOf(first));
	second.close();
	assert.equal(heard.length, 3);
});

test('a server on a Unix socket counts once the application has no other', async t => {
	asChild(t);
	const {hook, heard} = hookListen(t);
	const file = path.join(temporaryFolder(t), 'a.sock');
	const server = createServer().listen(file);
	await once(server, 'listening');
	assert.equal(hook.isUsed, false);
	hook.countAll();
	await until('it is reported', () => heard.length > 0);
	assert.deepEqual(heard, [{host: '', port: 0, path: file, isSecure: false}]);
});

test('a socket for datagrams counts last, and one of a client never', async t => {
	asChild(t);
	const {hook, heard} = hookListen(t);
	hook.countAll();
	const [client, receiver] = [createSocket('udp4'), createSocket('udp4')];
	const server = createServer();
	t.after(() => [client, receiver].map(socket => socket.close()));
	client.send('', 9, host);
	await once(client, 'listening');
	assert.equal(heard.length, 0);
	const port = await freePort();
	receiver.bind(port, host);
	await once(receiver, 'listening');
	assert.deepEqual(heard.at(-1), {host, port, isSecure: false, isUdp: true});
	await once(server.listen(0, host), 'listening');
	await until('the server counts', () => heard.at(-1)?.isUdp === undefined);
});

test('an exported server closes when the application listens with another one', async t => {
	asChild(t);
	const {hook} = hookListen(t);
	const exported = createServer();
	await hook.listenFor(exported, {host, port: 0});
	const closed = once(exported, 'close');
	const own = createServer().listen(0, host);
	await Promise.all([once(own, 'listening'), closed]);
});

test('while the reason of a failure is shown, other servers do not listen', async t => {
	asChild(t);
	const {hook} = hookListen(t);
	const page = createServer();
	await hook.listenOnlyFor(page, {host, port: 0});
	const late = createServer().listen(0, host);
	assert.equal(late.listening, false);
	assert.equal(page.listening, true);
	await hook.drain(60 * 60_000);
	assert.equal(page.listening, false);
});
