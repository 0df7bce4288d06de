/**
 * The development server from outside: ask, start, stop, restart. Commands and the dashboard use
 * it; it loads neither the project nor Koa.
 */
import {fork} from 'node:child_process';
import {closeSync, existsSync, lstatSync, openSync} from 'node:fs';
import {connect} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../errors.ts';
import {packageFile} from '../package-files.ts';
import type {ServerStatus} from '../runs/project-status.ts';
import {ensureStateFolder, statePath} from '../runs/state-folder.ts';
import {type ControlAnswer, type ControlRequest, controlSocketPath} from './control-socket.ts';
import {serverLogPath} from './log-file.ts';
import {bootId, isAlive} from './process-identity.ts';
import {isServerLockHeld, serverLockPath} from './server-lock.ts';
import {readServerRecord, type ServerRecord, statusOfRecord} from './server-state.ts';

export interface StartOptions {
	/** Default: `server` of the settings, else 127.0.0.1:8000. Port 0 takes any. */
	host?: string;
	port?: number;
	/** Who starts it, as others will read it. */
	operator: string;
	/** False does not watch the sources. */
	reload?: boolean;
	/** The application's environment, where it is not this process's own. */
	environment?: NodeJS.ProcessEnv;
}

/** How long, in milliseconds, an answer may take. */
const patience = {status: 1000, stop: 10_000, restart: 40_000, start: 40_000};

/**
 * The control socket's answer is the truth; where there is none, the lock is: held by a server that
 * does not answer, or free because none lives, whatever the state file says.
 */
export async function readServerStatus(root: string): Promise<ServerStatus> {
	if (!existsSync(serverLockPath(root))) return {state: 'stopped'};
	for (let attempt = 0; ; attempt++) {
		const answer = await ask(root, {command: 'status', by: ''}, patience.status);
		if (typeof answer === 'object') return statusOfRecord(answer.record!);
		if (!isServerLockHeld(root)) return {state: 'stopped'};
		// A server that has just taken the lock opens its socket within a moment.
		if (answer === 'silent' || attempt === 20) return unresponsive(root);
		await pause(25);
	}
}

function unresponsive(root: string): ServerStatus {
	const record = readServerRecord(root);
	const isCurrent = record && record.bootId === bootId() && isAlive(record.runner);
	const known = isCurrent ? statusOfRecord({...record, state: 'running'}) : {};
	return {...known, state: 'unresponsive', reason: 'The server does not answer.'};
}

/**
 * Starts the server in a session of its own, so that it outlives the terminal. Of several who do so
 * at once one starts it, and the others get the winner's status.
 * @returns when it is running, or known not to
 * @throws CommandError `port-in-use`, `production` …, when there is no server to speak of
 */
export async function startServer(
	root: string,
	options: StartOptions,
): Promise<{started: boolean; status: ServerStatus}> {
	verifyFolderIsOurs(root);
	for (let attempt = 0; attempt < 5; attempt++) {
		const status = await readServerStatus(root);
		if (status.state === 'unresponsive') throw noAnswer(status);
		if (status.state !== 'stopped') {
			const settled = await waitForOutcome(root);
			if (settled.state !== 'stopped') return {started: false, status: settled};
		}
		if (await launch(root, options)) return {started: true, status: await readServerStatus(root)};
	}
	throw new CommandError('Other operators start and stop the server all the time.', {
		code: 'server-contended',
	});
}

/**
 * Stops the server and waits until its port is free.
 * @returns false when none was running
 * @throws CommandError `server-unresponsive`
 */
export async function stopServer(root: string, {operator}: {operator: string}): Promise<boolean> {
	const runId = await currentRun(root);
	if (runId === undefined) return false;
	const answer = await ask(root, {command: 'stop', by: operator, runId}, patience.stop);
	if (answer === 'silent') throw noAnswer(await readServerStatus(root));
	const deadline = Date.now() + 2000;
	while (isServerLockHeld(root) && Date.now() < deadline) await pause(20);
	return true;
}

/**
 * Starts the application afresh, on the same port.
 * @returns when it runs again, or has crashed
 * @throws CommandError `server-stopped`, `server-unresponsive`
 */
export async function restartServer(
	root: string,
	{operator}: {operator: string},
): Promise<ServerStatus> {
	const runId = await currentRun(root);
	if (runId !== undefined) {
		const answer = await ask(root, {command: 'restart', by: operator, runId}, patience.restart);
		if (answer === 'silent') throw noAnswer(await readServerStatus(root));
		if (answer !== 'absent' && answer.ok) return statusOfRecord(answer.record!);
	}
	throw new CommandError('No server is running.', {
		code: 'server-stopped',
		hint: "Start it with 'quarterdeck runserver'.",
	});
}

/** Which life of the server is meant: a stop that comes late must not hit the next one. */
async function currentRun(root: string): Promise<string | undefined> {
	if (!existsSync(serverLockPath(root))) return undefined;
	const answer = await ask(root, {command: 'status', by: ''}, patience.status);
	if (typeof answer === 'object') return answer.record!.runId;
	if (!isServerLockHeld(root)) return undefined;
	const status = await readServerStatus(root);
	if (status.state === 'stopped') return undefined;
	if (status.state === 'unresponsive') throw noAnswer(status);
	return currentRun(root);
}

/** @returns `absent` when nobody listens, `silent` when somebody does and does not answer */
function ask(
	root: string,
	command: Omit<ControlRequest, 'v' | 'expiresAt'>,
	milliseconds: number,
): Promise<ControlAnswer | 'absent' | 'silent'> {
	const request: ControlRequest = {v: 1, ...command, expiresAt: Date.now() + milliseconds};
	return new Promise(resolve => {
		let text = '';
		const file = readServerRecord(root)?.socket ?? controlSocketPath(root);
		const connection = connect(file);
		const timer = setTimeout(() => end('silent'), milliseconds);
		const end = (answer: ControlAnswer | 'absent' | 'silent') => {
			clearTimeout(timer);
			connection.destroy();
			resolve(answer);
		};
		connection.once('connect', () => connection.write(`${JSON.stringify(request)}\n`));
		connection.setEncoding('utf8').on('data', chunk => {
			text += chunk;
		});
		connection.on('end', () => end(parseAnswer(text) ?? 'absent'));
		connection.on('error', () => end('absent'));
	});
}

function parseAnswer(text: string): ControlAnswer | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What a runner tells the one who started it. */
export type RunnerMessage =
	| {type: 'settled'}
	| {type: 'refused'; message: string; hint?: string; code: string};

/** The exit code of a runner that found another one at work. */
export const lostTheRace = 75;

/** @returns false when another operator's runner was faster */
function launch(root: string, options: StartOptions): Promise<boolean> {
	ensureStateFolder(root);
	const log = openSync(serverLogPath(root), 'a', 0o600);
	const runner = fork(packageFile('dist/server/runner.js'), wordsFor(root, options), {
		cwd: root,
		detached: true,
		env: options.environment ?? process.env,
		execArgv: [],
		stdio: ['ignore', 'ignore', log, 'ipc'],
	});
	closeSync(log);
	let timer: NodeJS.Timeout;
	let refusal: CommandError | undefined;
	return new Promise<boolean>((resolve, reject) => {
		timer = setTimeout(() => resolve(true), patience.start);
		runner.once('error', reject);
		runner.once('message', (message: RunnerMessage) => {
			if (message.type === 'settled') return resolve(true);
			const {hint, code} = message;
			refusal = new CommandError(message.message, {hint, code});
		});
		runner.once('exit', code => {
			if (code === lostTheRace) return resolve(false);
			reject(refusal ?? runnerDied(code));
		});
	}).finally(() => {
		clearTimeout(timer);
		runner.removeAllListeners();
		if (runner.connected) runner.disconnect();
		runner.unref();
	});
}

function wordsFor(root: string, {host, port, operator, reload = true}: StartOptions): string[] {
	return [
		...['--project', root, '--operator', operator],
		...(host === undefined ? [] : ['--host', host]),
		...(port === undefined ? [] : ['--port', String(port)]),
		...(reload ? [] : ['--noreload']),
	];
}

async function waitForOutcome(root: string): Promise<ServerStatus> {
	const deadline = Date.now() + patience.start;
	for (;;) {
		const status = await readServerStatus(root);
		const isUnderWay = ['starting', 'reloading', 'stopping'].includes(status.state);
		if (!isUnderWay || Date.now() > deadline) return status;
		await pause(50);
	}
}

/** @throws CommandError when the folder of the state is another user's, or a link that leads elsewhere */
function verifyFolderIsOurs(root: string): void {
	const folder = statePath(root);
	if (!existsSync(folder)) return;
	const status = lstatSync(folder);
	const user = process.geteuid?.();
	if (status.isDirectory() && (user === undefined || status.uid === user)) return;
	throw new CommandError(`The folder ${folder} belongs to another user.`, {
		code: 'other-user',
		hint: 'A server is started and stopped by the user whose project it is.',
	});
}

function noAnswer({pid}: ServerStatus): CommandError {
	return new CommandError('The server lives, but does not answer.', {
		code: 'server-unresponsive',
		hint: pid
			? `Wait a moment, or end its runner with 'kill ${pid}'; 'kill -9 ${pid}' if that does nothing.`
			: 'Wait a moment and try again.',
	});
}

function runnerDied(code: number | null): CommandError {
	return new CommandError(`The server's runner ended at once${code ? ` with ${code}` : ''}.`, {
		code: 'runner-died',
		hint: "Read why with 'quarterdeck log'.",
	});
}

/** What was last asked of the server, and by whom; for those who saw it end. */
export function lastActionOf(root: string): ServerRecord['lastAction'] {
	return readServerRecord(root)?.lastAction;
}
