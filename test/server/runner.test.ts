import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {Agent, get} from 'node:http';
import {connect} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {
	readServerStatus,
	restartServer,
	startServer,
	stopServer,
} from '../../source/server/control.ts';
import {controlSocketPath} from '../../source/server/control-socket.ts';
import {isPortFree} from '../../source/server/port-owner.ts';
import {bootId} from '../../source/server/process-identity.ts';
import {
	onePageProject,
	processesOf,
	recordOf,
	replacePage,
	request,
	savePage,
	signal,
	start,
	untilState,
} from '../support/server.ts';
import {until} from '../support/wait.ts';

const operator = 'tester';

test('a server starts, answers, and frees its port when it is stopped', async t => {
	const root = onePageProject(t);
	assert.deepEqual(await readServerStatus(root), {state: 'stopped'});
	const url = await start(root);
	assert.deepEqual(await request(url), {status: 200, text: 'one'});
	const status = await readServerStatus(root);
	assert.equal(status.operator, 'tester');
	assert.deepEqual(processesOf(root).includes(status.pid!), true);
	assert.equal(await stopServer(root, {operator}), true);
	assert.deepEqual(await readServerStatus(root), {state: 'stopped'});
	assert.equal(await isPortFree('127.0.0.1', recordOf(root).listen.port), true);
	assert.deepEqual(processesOf(root), []);
	assert.equal(await stopServer(root, {operator}), false);
});

test('six operators who start at once get one server', async t => {
	const root = onePageProject(t);
	const starts = await Promise.all(
		Array.from({length: 6}, () => startServer(root, {host: '127.0.0.1', port: 0, operator})),
	);
	assert.equal(starts.filter(({started}) => started).length, 1);
	assert.equal(new Set(starts.map(({status}) => status.pid)).size, 1);
	assert.deepEqual(
		starts.map(({status}) => status.state),
		Array(6).fill('running'),
	);
	assert.equal(processesOf(root).length, 2, 'one runner, one application');
});

for (const [how, save] of [
	['writes into the file', savePage],
	['replaces the file', replacePage],
] as const) {
	test(`a save that ${how} reloads, again and again, and no connection is refused`, async t => {
		const root = onePageProject(t);
		const url = await start(root);
		let asking = true;
		const failures: unknown[] = [];
		const client = (async () => {
			while (asking) {
				const answer = await request(url).catch(error => error);
				if (answer.status !== 200) failures.push(answer);
			}
		})();
		for (const text of ['two', 'three', 'four']) {
			save(root, text);
			await until(`the page says ${text}`, async () => (await request(url)).text === text);
		}
		asking = false;
		await client;
		assert.deepEqual(failures, []);
		assert.equal(recordOf(root).restarts, 3);
	});
}

test('a burst of saves is one reload, and a save that changes nothing is none', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	savePage(root, 'one');
	await pause(200);
	for (let number = 0; number < 20; number++) {
		writeFileSync(path.join(root, 'accounts', `file-${number}.ts`), `export default ${number};\n`);
	}
	savePage(root, 'two');
	await until('the page is new', async () => (await request(url)).text === 'two');
	assert.equal(recordOf(root).restarts, 1);
});

test('a save while the application still starts is read', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	savePage(root, 'two');
	await untilState(root, 'reloading');
	savePage(root, 'three');
	await until('the page is the last one', async () => (await request(url)).text === 'three');
});

test('an answer under way ends although the application reloads', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	const slow = request(`${url}slow`);
	await pause(50);
	savePage(root, 'two');
	await until('the page is new', async () => (await request(url)).text === 'two');
	assert.deepEqual(await slow, {status: 200, text: 'one'});
});

test('a syntax error is answered on the open port, and the next save mends it', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	const source = readFileSync(path.join(root, 'urls.ts'), 'utf8');
	appendFileSync(path.join(root, 'urls.ts'), '\nconst broken = "<b>" ;;; =\n');
	await untilState(root, 'crashed');
	const {reason} = await readServerStatus(root);
	const line = source.split('\n').length + 1;
	assert.match(reason!, new RegExp(`^urls\\.ts:${line}: `));
	assert.equal(recordOf(root).lastExit?.line, line);
	assert.equal(recordOf(root).lastExit?.file, path.join(root, 'urls.ts'));
	const page = await request(url);
	assert.equal(page.status, 500);
	assert.ok(page.text.includes(`urls.ts:${line}`), page.text);
	savePage(root, 'mended');
	await until('the page is there', async () => (await request(url)).text === 'mended');
	assert.equal((await readServerStatus(root)).state, 'running');
});

test('a server whose application never ran still starts, with the reason', async t => {
	const root = onePageProject(t);
	writeFileSync(path.join(root, 'urls.ts'), "throw new Error('<script>no</script>');\n");
	const {started, status} = await startServer(root, {host: '127.0.0.1', port: 0, operator});
	assert.equal(started, true);
	assert.equal(status.state, 'crashed');
	const {text} = await request(status.url!);
	assert.ok(text.includes('&lt;script&gt;no') && !text.includes('<script>'), text);
	savePage(root, 'mended');
	await until('the page is there', async () => (await request(status.url!)).text === 'mended');
});

test('an exception that nobody caught crashes the application, not the port', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	await request(`${url}crash`).catch(() => {});
	await untilState(root, 'crashed');
	assert.match((await readServerStatus(root)).reason!, /^urls\.ts:\d+: Error: the page crashed$/);
	await until('the failure is answered', async () =>
		(await request(url)).text.includes('the page crashed'),
	);
	savePage(root, 'mended');
	await until('the page is there', async () => (await request(url)).text === 'mended');
});

test('an application that is killed is started again, with no connection refused', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('it is noted', () => recordOf(root).lastExit?.signal === 'SIGKILL');
	assert.equal((await request(url)).text, 'one');
});

test('a restart is a fresh application on the same port', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	const [before] = recordOf(root).children;
	const status = await restartServer(root, {operator: 'other\u001B[2J'});
	assert.equal(status.state, 'running');
	assert.equal(status.url, url);
	await until('the old process is gone', () => recordOf(root).children.length === 1);
	assert.notEqual(recordOf(root).children[0]!.pid, before!.pid);
	assert.deepEqual(recordOf(root).lastAction?.by, 'other');
	await assert.rejects(
		stopServer(root, {operator}).then(() => restartServer(root, {operator})),
		/No server is running/,
	);
});

test('connections that are kept alive do not hold up a stop', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	const agent = new Agent({keepAlive: true});
	t.after(() => agent.destroy());
	await new Promise(resolve => get(url, {agent}, response => response.resume().on('end', resolve)));
	const half = connect(recordOf(root).listen.port, '127.0.0.1', () => half.write('GET / HT'));
	half.on('error', () => {});
	await pause(50);
	const began = performance.now();
	await stopServer(root, {operator});
	assert.ok(performance.now() - began < 4000);
	assert.deepEqual(processesOf(root), []);
});

test('a hang-up does not reach the server', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	for (const pid of processesOf(root)) signal(pid, 'SIGHUP');
	await pause(100);
	assert.equal((await request(url)).text, 'one');
	assert.equal(processesOf(root).length, 2);
});

test('the application leaves when its runner is killed, and the next start works', async t => {
	const root = onePageProject(t);
	await start(root);
	signal(recordOf(root).runner.pid, 'SIGKILL');
	await until('the application is gone', () => processesOf(root).length === 0, 4000);
	assert.deepEqual(await readServerStatus(root), {state: 'stopped'});
	const url = await start(root);
	assert.equal((await request(url)).text, 'one');
});

test('the next start ends an application that hangs without its runner', async t => {
	const root = onePageProject(t);
	await start(root);
	const {runner, children, listen} = recordOf(root);
	signal(children[0]!.pid, 'SIGSTOP');
	signal(runner.pid, 'SIGKILL');
	await until('the runner is gone', () => processesOf(root).length === 1);
	const {status} = await startServer(root, {host: '127.0.0.1', port: listen.port, operator});
	assert.equal(status.state, 'running');
	assert.ok(!processesOf(root).includes(children[0]!.pid));
	assert.equal((await request(status.url!)).text, 'one');
});

test('a state file that lies or is damaged decides nothing, and nobody is killed for it', async t => {
	const root = onePageProject(t);
	const victim = bystander(t);
	const state = path.join(root, '.quarterdeck/server.json');
	mkdirSync(path.dirname(state), {mode: 0o700});
	const foreign = {pid: victim.pid, start: '1'};
	const lie = {
		...{v: 1, runId: 'x', generation: 4, state: 'running', bootId: bootId(), host: 'h'},
		...{runner: foreign, children: [foreign], listen: {host: '127.0.0.1', port: 1, url: 'u'}},
		...{socket: '/nowhere', since: '', operator: 'liar', restarts: 0},
	};
	for (const text of [JSON.stringify(lie), JSON.stringify(lie).slice(0, 60), '[]', '']) {
		writeFileSync(state, text);
		assert.deepEqual(await readServerStatus(root), {state: 'stopped'});
		const url = await start(root);
		assert.equal((await request(url)).text, 'one');
		assert.equal(victim.exitCode ?? victim.signalCode, null);
		await stopServer(root, {operator});
	}
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
	const stale = send(root, {v: 1, command: 'stop', by: '', expiresAt: Date.now() + 50});
	await pause(100);
	signal(runner.pid, 'SIGCONT');
	assert.equal((await stale).code, 'expired');
	assert.equal((await request(url)).text, 'one');
});

test('a command for an earlier life of the server is refused, and noise is dropped', async t => {
	const root = onePageProject(t);
	const url = await start(root);
	const expiresAt = Date.now() + 5000;
	const stop = {v: 1, command: 'stop', by: 'me', runId: 'earlier', expiresAt};
	assert.equal((await send(root, stop)).code, 'stale');
	await assert.rejects(send(root, 'no JSON'));
	await assert.rejects(send(root, {v: 1, by: 'x'.repeat(9000), expiresAt}));
	assert.equal((await request(url)).text, 'one');
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
	assert.deepEqual(await readServerStatus(other), {state: 'stopped'});
});

test('started and stopped again and again, with restarts between, nothing is left', async t => {
	const root = onePageProject(t);
	for (let round = 0; round < 5; round++) {
		await start(root);
		const acts = [
			restartServer(root, {operator}),
			stopServer(root, {operator}),
			restartServer(root, {operator}),
			stopServer(root, {operator}),
		];
		await Promise.allSettled(acts);
		assert.deepEqual(await readServerStatus(root), {state: 'stopped'});
		assert.deepEqual(processesOf(root), []);
	}
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

test('a project in a deep folder is commanded through a socket elsewhere', async t => {
	const root = onePageProject(t);
	const deep = path.join(`${root} and more`, 'one folder in another, '.repeat(5), 'příliš hluboko');
	cpSync(root, deep, {recursive: true});
	assert.ok(controlSocketPath(deep).length < 100);
	const url = await start(deep);
	assert.equal((await request(url)).text, 'one');
	assert.equal((await readServerStatus(deep)).state, 'running');
	assert.equal(await stopServer(deep, {operator}), true);
	assert.equal(existsSync(controlSocketPath(deep)), false);
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

/** A process that is nobody's business. */
function bystander(t: TestContext): ChildProcess {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	t.after(() => child.kill('SIGKILL'));
	return child;
}

function send(root: string, message: object | string): Promise<{code?: string}> {
	return new Promise((resolve, reject) => {
		let text = '';
		const connection = connect(controlSocketPath(root));
		connection.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
		connection.on('data', chunk => {
			text += chunk;
		});
		connection.on('error', reject);
		connection.on('close', () =>
			text === '' ? reject(new Error('no answer')) : resolve(JSON.parse(text)),
		);
	});
}
