import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import test, {type TestContext} from 'node:test';
import {readServerStatus} from '../../../source/server/control/lifecycle.ts';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {quarterdeck, startQuarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {freePort} from '../../support/own-server.ts';
import {ownPageProject, recordOf, savePage, untilAnswer, untilState} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

interface Debugger {
	send(method: string, params?: object): Promise<any>;
	/** The parameters of an event, once it has come. */
	event(method: string): Promise<any>;
}

/** A client of Node's inspector, as an editor has one. */
async function attach(t: TestContext, port: number): Promise<Debugger> {
	const targets = await until('a debugger can attach', () =>
		fetch(`http://127.0.0.1:${port}/json/list`)
			.then(answer => answer.json() as Promise<{webSocketDebuggerUrl: string}[]>)
			.catch(() => undefined),
	);
	assert.equal(targets.length, 1);
	const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl);
	t.after(() => socket.close());
	const answers = new Map<number, any>();
	const events = new Map<string, any>();
	socket.addEventListener('message', ({data}) => {
		const {id, result, method, params} = JSON.parse(data as string);
		if (id === undefined) events.set(method, params);
		else answers.set(id, result);
	});
	await new Promise(resolve => socket.addEventListener('open', resolve));
	let count = 0;
	return {
		send(method, params = {}) {
			const id = ++count;
			socket.send(JSON.stringify({id, method, params}));
			return until(`${method} is answered`, () => answers.get(id));
		},
		event: method => until(method, () => events.get(method)),
	};
}

/** @returns the process id of what a debugger is attached to */
async function pidAt(t: TestContext, port: number): Promise<number> {
	const {send} = await attach(t, port);
	const {result} = await send('Runtime.evaluate', {expression: 'process.pid'});
	return result.value;
}

test('a debugger attaches to the application that answers, also after a reload', async t => {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const port = await freePort();
	const words = ['runserver', '--detach', `--inspect=${port}`, '0'];
	const {code, stderr} = await commandLine(root, words);
	assert.equal(code, 0, stderr);
	await until('there is a spare', () => recordOf(root).children.length === 2);
	const [application] = recordOf(root).children;
	assert.equal(await pidAt(t, port), application!.pid);
	savePage(root, 'two');
	await untilAnswer(recordOf(root).listen.url, 'two');
	const next = await until('there is one process again', () => {
		const {children} = recordOf(root);
		return children[0]!.pid === application!.pid ? undefined : children[0]!.pid;
	});
	assert.equal(await pidAt(t, port), next);
	const log = readFileSync(serverLogPath(root), 'utf8');
	assert.equal(log.match(/Debugger listening on/g)?.length, 2, log);
	assert.doesNotMatch(log, /Starting inspector on .* failed/);
});

test('with --inspect-brk the application stops at its first line', async t => {
	const root = ownPageProject(t);
	const port = await freePort();
	const child = startQuarterdeck(t, root, ['runserver', `--inspect-brk=${port}`, '0'], process.env);
	const ended = new Promise(resolve => child.once('exit', resolve));
	const {send, event} = await attach(t, port);
	await send('Runtime.enable');
	await send('Debugger.enable');
	await send('Runtime.runIfWaitingForDebugger');
	const {callFrames} = await event('Debugger.paused');
	const {location} = callFrames[0];
	const {scriptSource} = await send('Debugger.getScriptSource', {scriptId: location.scriptId});
	assert.match(scriptSource, /^import \{createServer\} from 'node:http';/);
	assert.notEqual((await readServerStatus(root)).state, 'running');
	await send('Debugger.resume');
	await untilState(root, 'running');
	child.kill('SIGINT');
	await ended;
});

test('what NODE_OPTIONS asks for goes to the application, not to the processes around it', async t => {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const port = await freePort();
	const env = {NODE_OPTIONS: `--inspect=${port} --enable-source-maps`};
	const {code, stderr} = await quarterdeck(root, ['runserver', '--detach', '0'], {env});
	assert.equal(code, 0, stderr);
	await until('there is a spare', () => recordOf(root).children.length === 2);
	assert.equal(await pidAt(t, port), recordOf(root).children[0]!.pid);
	const {send} = await attach(t, port);
	const expression = 'process.env.NODE_OPTIONS';
	assert.equal((await send('Runtime.evaluate', {expression})).result.value, '--enable-source-maps');
});

test('a taken port, a command and --detach with --inspect-brk are refused in a sentence', async t => {
	const root = ownPageProject(t);
	const taken = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => taken.once('listening', resolve));
	t.after(() => taken.close());
	const {port} = taken.address() as {port: number};
	const detached = ['runserver', '--detach'];
	const first = await commandLine(root, [...detached, `--inspect=${port}`, '0']);
	assert.equal(first.code, 1);
	assert.match(
		first.stderr,
		/^Error: No debugger could attach: Port \d+ is already in use by .*\n/,
	);
	const second = await commandLine(root, [...detached, '--inspect-brk']);
	assert.deepEqual(
		[second.code, second.stderr.split('\n')[0]],
		[2, 'Error: --inspect-brk waits for a debugger, and --detach for the application.'],
	);
	const command = ownPageProject(t, 'one', "{command: 'node main.ts'}");
	const third = await commandLine(command, [...detached, '--inspect']);
	assert.equal(third.code, 2);
	assert.match(third.stderr, /^Error: The server of this project is a command/);
});
