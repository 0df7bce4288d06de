/** What `source/node/` relies on that Node does not document. It holds for Node 22.18 and 24. */
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type Server} from 'node:net';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import test from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import vm from 'node:vm';
import {createServerHandle} from '../../source/node/server-handle.ts';
import {silenceWarning} from '../../source/node/warnings.ts';
import {packageRoot} from '../support/project.ts';

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

test('net._createServerHandle binds a socket that a server then listens on', async t => {
	const missing = lacks('net._createServerHandle: each reload closes the port for a moment.');
	assert.equal(typeof createServerHandle, 'function', missing);
	const handle = createServerHandle!('127.0.0.1', 0, 4);
	assert.ok(typeof handle === 'object', `binding fails with ${handle}`);
	const name: {port?: number} = {};
	assert.equal(handle.getsockname(name), 0);
	const server = createServer().listen(handle as unknown as Server);
	t.after(() => server.close());
	await once(server, 'listening');
	assert.partialDeepStrictEqual(server.address(), {address: '127.0.0.1', port: name.port});
	const error = createServerHandle!('203.0.113.1', 0, 4);
	assert.ok(
		typeof error === 'number' && error < 0,
		'an address of another machine gives an error number',
	);
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
