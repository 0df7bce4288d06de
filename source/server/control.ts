/**
 * The development server from outside: ask, start, stop, restart. Commands and the dashboard use
 * it; it loads neither the project nor Koa.
 */
import {existsSync, lstatSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../errors.ts';
import type {ServerStatus} from '../runs/project-status.ts';
import {statePath} from '../runs/state-folder.ts';
import {ask} from './control-client.ts';
import {type LaunchOptions, launchRunner} from './launch-runner.ts';
import {endProcesses} from './orphans.ts';
import {bootId, isAlive} from './process-identity.ts';
import {isServerLockHeld, serverLockPath} from './server-lock.ts';
import {readServerRecord, type ServerRecord, statusOfRecord} from './server-state.ts';

/** How long, in milliseconds, an answer may take. */
const patience = {force: 3000, status: 1000, stop: 10_000, restart: 40_000, start: 40_000};

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
	options: LaunchOptions,
): Promise<{started: boolean; status: ServerStatus}> {
	verifyFolderIsOurs(root);
	for (let attempt = 0; attempt < 5; attempt++) {
		const status = await readServerStatus(root);
		if (status.state === 'unresponsive') throw noAnswer(status);
		if (status.state !== 'stopped') {
			const settled = await waitForOutcome(root);
			if (settled.state !== 'stopped') return {started: false, status: settled};
		}
		if (await launchRunner(root, options))
			return {started: true, status: await readServerStatus(root)};
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
	verifyFolderIsOurs(root);
	const runId = await currentRun(root);
	if (runId === undefined) return false;
	const answer = await ask(root, {command: 'stop', by: operator, runId}, patience.stop);
	if (answer === 'silent') throw noAnswer(await readServerStatus(root));
	const deadline = Date.now() + 2000;
	while (isServerLockHeld(root) && Date.now() < deadline) await pause(20);
	return true;
}

/**
 * Ends a server that does not answer: its runner and all that it has started, each proved by this
 * boot and its start to be the noted process. One that answers is stopped as usual.
 * @returns false when none was running
 * @throws CommandError `server-unknown` when the state file does not tell who holds the lock
 */
export async function endServerByForce(
	root: string,
	{operator}: {operator: string},
): Promise<boolean> {
	verifyFolderIsOurs(root);
	const {state} = await readServerStatus(root);
	if (state === 'stopped') return false;
	if (state !== 'unresponsive') return stopServer(root, {operator});
	const record = readServerRecord(root);
	if (!record || record.bootId !== bootId() || !isAlive(record.runner)) {
		throw new CommandError('It is not known which process holds the lock of the server.', {
			code: 'server-unknown',
			hint: `Find it with 'fuser ${serverLockPath(root)}'.`,
		});
	}
	await endProcesses([record.runner, ...record.children.filter(isAlive)], patience.force);
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
			? `Wait a moment, or end it (pid ${pid}) with 'quarterdeck stopserver --force'.`
			: 'Wait a moment and try again.',
	});
}

/** What was last asked of the server, and by whom; for those who saw it end. */
export function lastActionOf(root: string): ServerRecord['lastAction'] {
	return readServerRecord(root)?.lastAction;
}
