import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {Agent, get} from 'node:http';
import {connect} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {controlSocketPath} from '../../../source/server/control/control-socket.ts';
import {forceStopServer} from '../../../source/server/control/force-stop.ts';
import {
	readServerStatus,
	restartServer,
	startServer,
	stopServer,
} from '../../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {readServerRecord} from '../../../source/server/control/server-state.ts';
import {endProcesses} from '../../../source/system/end-processes.ts';
import {identify} from '../../../source/system/process-identity.ts';
import {
	onePageProject,
	processesOf,
	recordOf,
	request,
	savePage,
	sendControl,
	signal,
	start,
	startAtOnce,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const operator = 'tester';

test('a server starts, answers, and frees its port when it is stopped, whoever keeps a connection', async t => {
	const root = onePageProject(t);
	assert.equal((await readServerStatus(root)).state, 'stopped');
	const url = await start(root);
	assert.deepEqual(await request(url), {status: 200, text: 'one'});
	const status = await readServerStatus(root);
	assert.equal(status.operator, 'tester');
	assert.deepEqual(processesOf(root).includes(status.pid!), true);
	const agent = new Agent({keepAlive: true});
	t.after(() => agent.destroy());
	await new Promise(resolve => get(url, {agent}, response => response.resume().on('end', resolve)));
	const half = connect(recordOf(root).listen.port, '127.0.0.1');
	half.on('error', () => {});
	await new Promise(resolve => half.write('GET / HT', resolve));
	assert.equal(await stopServer(root, {operator}), true);
	assert.equal((await readServerStatus(root)).state, 'stopped');
	assert.equal(await isPortFree('127.0.0.1', recordOf(root).listen.port), true);
	assert.deepEqual(processesOf(root), []);
	assert.equal(await stopServer(root, {operator}), false);
});

test('six operators who start at once get one server', async t => {
	const root = onePageProject(t);
	const starts = await startAtOnce(root, 6);
	assert.equal(starts.filter(({started}) => started).length, 1);
	assert.equal(new Set(starts.map(({status}) => status.pid)).size, 1);
	assert.deepEqual(
		starts.map(({status}) => status.state),
		Array(6).fill('running'),
	);
	assert.equal(processesOf(root).length, 2, 'one runner, one application');
});

test('the next start ends an application that hangs without its runner', async t => {
	const root = onePageProject(t);
	const port = await quietPort();
	await startServer(root, {host: '127.0.0.1', port, operator});
	const {runner, children} = recordOf(root);
	signal(children[0]!.pid, 'SIGSTOP');
	signal(runner.pid, 'SIGKILL');
	await until('the runner is gone', () => processesOf(root).length === 1);
	const {status} = await startServer(root, {host: '127.0.0.1', port, operator});
	assert.equal(status.state, 'running');
	assert.ok(!processesOf(root).includes(children[0]!.pid));
	assert.equal((await request(status.url!)).text, 'one');
});

test('a state file that lies or is damaged decides nothing, and nobody is killed for it', async t => {
	const root = onePageProject(t);
	const victim = bystander(t);
	const state = path.join(root, '.quarterdeck/server.json');
	mkdirSync(path.dirname(state), {mode: 0o700});
	const itself = identify(victim.pid!);
	const foreign = {...itself, start: '1'};
	const lie = {
		...{v: 1, runId: 'x', generation: 4, state: 'running', host: 'h'},
		...{runner: foreign, children: [foreign], listen: {host: '127.0.0.1', port: 1, url: 'u'}},
		...{socket: '/nowhere', since: '', operator: 'liar', restarts: 0},
	};
	const earlier = {...itself, boot: 'another'};
	const ofAnEarlierBoot = {...lie, runner: earlier, children: [earlier]};
	const {boot: _, ...bootless} = itself;
	const ofNoBoot = {...lie, runner: bootless, children: [bootless]};
	const texts = [lie, ofAnEarlierBoot, ofNoBoot].map(record => JSON.stringify(record));
	for (const text of [...texts, texts[0]!.slice(0, 60), texts[0]!]) {
		writeFileSync(state, text);
		assert.equal((await readServerStatus(root)).state, 'stopped');
		assert.deepEqual(await endProcesses(readServerRecord(root)?.children ?? [], 1500), []);
	}
	assert.equal((await request(await start(root))).text, 'one');
	assert.equal(victim.exitCode ?? victim.signalCode, null);
});

test('a runner that does not answer is shown so; a stop that expired is not obeyed later', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	const {runner} = recordOf(root);
	signal(runner.pid, 'SIGSTOP');
	const status = await readServerStatus(root);
	assert.equal(status.state, 'unresponsive');
	assert.equal(status.pid, runner.pid);
	await assert.rejects(startServer(root, {port: 0, operator}), /does not answer/);
	const socket = controlSocketPath(root);
	const stale = sendControl(socket, {v: 1, command: 'stop', by: '', expiresAt: Date.now() + 50});
	await pause(100);
	signal(runner.pid, 'SIGCONT');
	assert.equal((await stale).code, 'expired');
	const stop = {v: 1, command: 'stop', by: 'me', runId: 'earlier', expiresAt: Date.now() + 5000};
	assert.equal((await sendControl(socket, stop)).code, 'stale');
	assert.equal((await request(url)).text, 'one');
	signal(runner.pid, 'SIGSTOP');
	assert.equal(await forceStopServer(root, {operator}), true);
	assert.deepEqual(processesOf(root), []);
	assert.equal((await readServerStatus(root)).state, 'stopped');
});

test('a port that is taken is refused with its owner and the next free one', async t => {
	const root = onePageProject(t);
	const other = onePageProject(t);
	await start(root);
	const {port} = recordOf(root).listen;
	await assert.rejects(startServer(other, {host: '127.0.0.1', port, operator}), error => {
		const {message, hint} = error as Error & {hint: string};
		assert.match(
			message,
			new RegExp(
				`^Port ${port} is already in use by node \\S+(?:child|runner)\\.js \\(pid \\d+, in `,
			),
		);
		assert.match(hint, /quarterdeck runserver \d+$/);
		return true;
	});
	assert.deepEqual(processesOf(other), []);
	assert.equal((await readServerStatus(other)).state, 'stopped');
});

test('stopped while it restarts, twice, nothing is left', async t => {
	const root = onePageProject(t);
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

test('where Node cannot hold a socket the application binds by itself', async t => {
	const root = onePageProject(t);
	const without = 'import net from "node:net"; delete net._createServerHandle;';
	const environment = {
		...process.env,
		NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(without)}`,
	};
	const {status} = await startServer(root, {host: '127.0.0.1', port: 0, operator, environment});
	assert.equal(status.state, 'running');
	assert.equal(recordOf(root).listen.held, false);
	savePage(root, 'two');
	await until(
		'the page is new',
		async () => (await request(status.url!).catch(() => ({text: ''}))).text === 'two',
	);
	const other = onePageProject(t);
	const {port} = recordOf(root).listen;
	await assert.rejects(
		startServer(other, {host: '127.0.0.1', port, operator, environment}),
		/is already in use/,
	);
});

test('it does not run in production', async t => {
	const root = onePageProject(t);
	const environment = {...process.env, NODE_ENV: 'production'};
	const starting = startServer(root, {host: '127.0.0.1', port: 0, operator, environment});
	await assert.rejects(starting, /does not run in production/);
	assert.deepEqual(processesOf(root), []);
});

test('a server whose project is deleted ends', async t => {
	const root = onePageProject(t);
	await start(root);
	rmSync(path.join(root, '.quarterdeck'), {recursive: true});
	await until('it is gone', () => processesOf(root).length === 0);
});

/** A free port that the system gives to no client, so that it is still free a moment later. */
async function quietPort(): Promise<number> {
	const port = 20_000 + Math.floor(Math.random() * 10_000);
	return (await isPortFree('127.0.0.1', port)) ? port : quietPort();
}

/** A process that is nobody's business. */
function bystander(t: TestContext): ChildProcess {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	t.after(() => child.kill('SIGKILL'));
	return child;
}
