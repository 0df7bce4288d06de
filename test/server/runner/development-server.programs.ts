import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	readServerStatus,
	restartServer,
	stopServer,
} from '../../../source/server/control/lifecycle.ts';
import {
	launch,
	ownPageProject,
	processesOf,
	recordOf,
	request,
	savePage,
	start,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const operator = 'tester';

test('a taken port is refused with its owner and the next free port', async t => {
	const root = ownPageProject(t);
	const other = ownPageProject(t);
	await start(root);
	const {port} = recordOf(root).listen;
	await assert.rejects(launch(other, {port}), error => {
		const {message, hint} = error as Error & {hint: string};
		assert.match(
			message,
			new RegExp(
				`^Port ${port} is already in use by node .+(?:child|runner)\\.js.*\\(pid \\d+, user .+, in `,
			),
		);
		assert.match(hint, /quarterdeck runserver \d+$/);
		return true;
	});
	assert.deepEqual(processesOf(other), []);
	assert.equal((await readServerStatus(other)).state, 'stopped');
});

test('restarts and stops at once leave no process behind', async t => {
	const root = ownPageProject(t);
	await start(root);
	const acts = [
		restartServer(root, {operator}),
		stopServer(root, {operator}),
		restartServer(root, {operator}),
		stopServer(root, {operator}),
	];
	await Promise.allSettled(acts);
	assert.equal((await readServerStatus(root)).state, 'stopped');
	assert.deepEqual(processesOf(root), []);
});

test('if Node cannot hold a socket, the application binds the port itself', async t => {
	const root = ownPageProject(t);
	const without = `
import net from 'node:net';
const {prototype} = net.Server;
const bind = prototype._listen2;
Object.defineProperty(prototype, '_listen2', {get() { return this === prototype ? undefined : bind; }});`;
	const environment = {
		...process.env,
		NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(without)}`,
	};
	const {status} = await launch(root, {environment});
	assert.equal(status.state, 'running');
	savePage(root, 'two');
	await until(
		'the page is new',
		async () => (await request(status.url!).catch(() => ({text: ''}))).text === 'two',
	);
	const other = ownPageProject(t);
	const {port} = recordOf(root).listen;
	await assert.rejects(launch(other, {port, environment}), /is already in use/);
});

test('the development server refuses to run in production', async t => {
	const root = ownPageProject(t);
	const environment = {...process.env, NODE_ENV: 'production'};
	const starting = launch(root, {environment});
	await assert.rejects(starting, /does not run in production/);
	assert.deepEqual(processesOf(root), []);
});

test('a server stops when its project is deleted', async t => {
	const root = ownPageProject(t);
	await start(root);
	// It writes meanwhile.
	rmSync(path.join(root, '.quarterdeck'), {recursive: true, maxRetries: 5});
	await until('it is gone', () => processesOf(root).length === 0);
});
