/** What `source/node/` relies on that Node does not document. It holds for Node 22.18 and 24. */
import assert from 'node:assert/strict';
import {fork, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {createServer as createHttpServer, get} from 'node:http';
import {createServer} from 'node:net';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import test from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import vm from 'node:vm';
import {isEventStream} from '../../source/node/event-stream.ts';
import {
	type Binding,
	beforeBinding,
	bindNow,
	handleOf,
	onceClosed,
	type ServerHandle,
} from '../../source/node/server-handle.ts';
import {silenceWarning} from '../../source/node/warnings.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';

/** Arguments for Node: a module that has a file of `source/node/` as `node`. */
function using(file: string, code: string): string[] {
	const url = pathToFileURL(path.join(packageRoot, 'source/node', file)).href;
	const module = `const node = await import(${JSON.stringify(url)}); ${code}`;
	return ['--input-type=module', '--eval', module];
}

function lacks(what: string): string {
	return `Node ${process.versions.node} lacks ${what}`;
}

test('the contract is with Node 22.18 and 24', () => {
	const isChecked = /^(?:22\.(?:1[89]|[2-9]\d)|24)\./.test(process.versions.node);
	assert.ok(
		isChecked,
		`Node ${process.versions.node} is not one that source/node/ is checked with.`,
	);
});

test('net.Server.prototype._listen2 is how a TCP server binds, and takes a socket that is there', async t => {
	const missing = lacks('net.Server.prototype._listen2: each reload closes the port for a moment.');
	const wanted: Binding[] = [];
	let given: ServerHandle | undefined;
	const undo = beforeBinding((_, binding) => {
		wanted.push(binding);
		return {handle: given};
	});
	assert.equal(typeof undo, 'function', missing);
	t.after(() => undo!());
	const first = createServer().listen(0);
	t.after(() => first.close());
	assert.ok(first.listening);
	const second = createServer().listen({host: '127.0.0.1', port: 0, ipv6Only: true});
	await once(second, 'listening');
	t.after(() => second.close());
	const flags = wanted[1]!.flags;
	assert.ok(flags > 0, lacks('flags for ipv6Only in the sixth argument of _listen2'));
	assert.deepEqual(wanted, [
		{address: undefined, port: 0, flags: 0},
		{address: '127.0.0.1', port: 0, flags},
	]);
	given = bindNow({address: '127.0.0.1', port: 0, flags: 0});
	const bound: {address?: string; port?: number} = {};
	assert.equal(given!.getsockname(bound), 0, lacks('net._createServerHandle'));
	const third = createServer().listen(9, '127.0.0.1');
	await once(third, 'listening');
	assert.deepEqual(third.address(), {family: 'IPv4', ...bound});
	assert.equal(handleOf(third), given, lacks('net.Server._handle'));
	let isClosed = false;
	onceClosed(given!, () => {
		isClosed = true;
	});
	third.close();
	assert.ok(isClosed, lacks('the close of a socket in that of its server'));
	assert.equal(bindNow({address: '203.0.113.1', port: 0, flags: 0}), undefined);
});

test('_handle.setBlocking lets a process go on whose output nobody reads', async t => {
	const code = `
		const {_handle} = process.stdout;
		if (!_handle?.setBlocking) process.exit();
		_handle.setBlocking(true);
		node.stopBlocking(process.stdout);
		process.stdout.write('x'.repeat(10_000_000));
		process.stderr.write('went on');
		process.kill(process.pid, 'SIGKILL');`;
	const child = spawn(process.execPath, using('stop-blocking.ts', code));
	t.after(() => child.kill('SIGKILL'));
	const missing = lacks('_handle.setBlocking: a terminal that stalls stops the dashboard.');
	assert.equal(await text(child.stderr), 'went on', missing);
});

test('V8 has the flags that make it collect garbage more often', () => {
	const {stdout} = spawnSync(process.execPath, ['--v8-options'], {encoding: 'utf8'});
	for (const flag of ['--semi-space-growth-factor', '--heap-growing-percent']) {
		assert.ok(stdout.includes(`${flag} `), lacks(`${flag}: the dashboard takes more memory.`));
	}
});

test('process.emitWarning is what Node warns with, about its SQLite', () => {
	const code = `
		const allowWarning = node.silenceWarning('SQLite is an experimental feature');
		process.getBuiltinModule('node:sqlite');
		allowWarning();
		process.emitWarning('ahoy');`;
	const {stderr} = spawnSync(process.execPath, using('warnings.ts', code), {encoding: 'utf8'});
	assert.match(stderr, /ahoy/);
	const other = 'does not warn about SQLite through process.emitWarning, or in other words.';
	assert.doesNotMatch(stderr, /SQLite/, `Node ${process.versions.node} ${other}`);
});

test('process.emitWarning is what Node warns with, about imports of code without a file', async t => {
	const warnings: string[] = [];
	const listen = ({message}: Error) => warnings.push(message);
	process.on('warning', listen);
	t.after(() => process.off('warning', listen));
	const allowWarning = silenceWarning('USE_MAIN_CONTEXT_DEFAULT_LOADER');
	await vm.runInThisContext("import('node:os')", {
		importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	allowWarning();
	process.emitWarning('ahoy');
	await setImmediate();
	const other = 'does not warn about such imports through process.emitWarning, or in other words.';
	assert.deepEqual(warnings, ['ahoy'], `Node ${process.versions.node} ${other}`);
});

test('Node prints warnings in listeners that can be taken away and put back', () => {
	const code = `
		const printWarnings = node.holdWarnings();
		process.emitWarning('ahoy');
		setImmediate(() => {
			process.stderr.write('held\\n');
			printWarnings();
		});`;
	const {stderr} = spawnSync(process.execPath, using('warnings.ts', code), {encoding: 'utf8'});
	const other = 'prints warnings elsewhere: they stand in the middle of the dashboard.';
	assert.match(stderr, /^held\n.*ahoy/, `Node ${process.versions.node} ${other}`);
});

test('ServerResponse.prototype._header is the head that was sent', async t => {
	const missing = lacks('_header: an event stream is cut off at a reload instead of being ended.');
	for (const [type, isStream] of [
		['text/event-stream', true],
		['text/event-stream; charset=utf-8', true],
		['text/html', false],
	] as const) {
		const server = createHttpServer((_, response) => {
			response.writeHead(200, {'Content-Type': type});
			response.end(String(isEventStream(response)));
		}).listen(0, '127.0.0.1');
		t.after(() => server.close());
		await once(server, 'listening');
		const {port} = server.address() as {port: number};
		const [response] = await once(get({port, host: '127.0.0.1', agent: false}), 'response');
		assert.equal(await text(response), String(isStream), missing);
	}
});

test('process._handleQueue is what keeps messages back while a handle is under way', async t => {
	const missing = lacks('_handleQueue: the reason of a crash right after the start is lost.');
	const file = path.join(temporaryFolder(t), 'child.mjs');
	const module = pathToFileURL(path.join(packageRoot, 'source/node/handle-queue.ts')).href;
	writeFileSync(
		file,
		`import {createServer} from 'node:net';
import {sendAtOnce} from ${JSON.stringify(module)};
const server = createServer().listen(0, '127.0.0.1', () => {
	process.send({}, server);
	sendAtOnce();
	process.send({last: true});
	process.exit();
});
`,
	);
	const child = fork(file);
	const received: unknown[] = [];
	child.on('message', (message, handle) => {
		received.push(message);
		if (handle && 'close' in handle) handle.close();
	});
	await once(child, 'disconnect');
	assert.deepEqual(received.at(-1), {last: true}, missing);
});
