import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {Agent, get} from 'node:http';
import {connect} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {controlSocketPath} from '../../../source/server/control/control-socket.ts';
import {forceStopServer} from '../../../source/server/control/force-stop.ts';
import {readServerStatus, stopServer} from '../../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {readServerRecord} from '../../../source/server/control/server-state.ts';
import {endProcesses} from '../../../source/system/end-processes.ts';
import {identify} from '../../../source/system/process-identity.ts';
import {freePort} from '../../support/own-server.ts';
import {
	launch,
	ownPageProject,
	processesOf,
	recordOf,
	request,
	sendControl,
	signal,
	start,
	startAtOnce,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const operator = 'tester';

test('a server starts, answers, and frees its port when it is stopped, even with open connections', async t => {
	const root = ownPageProject(t);
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

test('six operators who start the server at once get one server', async t => {
	const root = ownPageProject(t);
	const starts = await startAtOnce(root, 6);
	assert.equal(starts.filter(({started}) => started).length, 1);
	assert.equal(new Set(starts.map(({status}) => status.pid)).size, 1);
	assert.deepEqual(
		starts.map(({status}) => status.state),
		Array(6).fill('running'),
	);
	assert.equal(processesOf(root).length, 2, 'one runner, one application');
});

test('the next start ends an application that hangs after its runner was killed', async t => {
	const root = ownPageProject(t);
	const port = await freePort();
	await launch(root, {port});
	const {runner, children} = recordOf(root);
	signal(children[0]!.pid, 'SIGSTOP');
	signal(runner.pid, 'SIGKILL');
	await until('the runner is gone', () => processesOf(root).length === 1);
	const {status} = await launch(root, {port});
	assert.equal(status.state, 'running');
	assert.ok(!processesOf(root).includes(children[0]!.pid));
	assert.equal((await request(status.url!)).text, 'one');
});

test('a false or damaged state file changes no status and ends no process', async t => {
	const root = ownPageProject(t);
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

test('a runner that hangs is unresponsive, and drops commands whose senders have given up', async t => {
	const root = ownPageProject(t);
	const url = await start(root);
	const {runner} = recordOf(root);
	signal(runner.pid, 'SIGSTOP');
	const status = await readServerStatus(root);
	assert.equal(status.state, 'unresponsive');
	assert.equal(status.pid, runner.pid);
	await assert.rejects(launch(root), /does not answer/);
	const socket = controlSocketPath(root);
	const givenUp = connect(socket);
	const command = JSON.stringify({v: 1, command: 'stop', by: ''});
	await new Promise(resolve => givenUp.write(`${command}\n`, resolve));
	givenUp.destroy();
	signal(runner.pid, 'SIGCONT');
	const stop = {v: 1, command: 'stop', by: 'me', runId: 'earlier'};
	assert.equal((await sendControl(socket, stop)).code, 'stale');
	assert.equal((await request(url)).text, 'one');
	signal(runner.pid, 'SIGSTOP');
	assert.equal(await forceStopServer(root, {operator}), true);
	assert.deepEqual(processesOf(root), []);
	assert.equal((await readServerStatus(root)).state, 'stopped');
});

/** A process that is nobody's business. */
function bystander(t: TestContext): ChildProcess {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	t.after(() => child.kill('SIGKILL'));
	return child;
}
