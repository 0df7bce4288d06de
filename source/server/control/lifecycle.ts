/**
 * Controls the development server from outside: status, start, stop, restart. Used by commands and the
 * dashboard; loads neither the project nor Koa.
 */

import {existsSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {ServerStatus} from '../../runs/project-status.ts';
import {whyStateIsUnreadable} from '../../runs/unreadable-state.ts';
import {isAlive} from '../../system/process-identity.ts';
import {addressText, isPublic} from './address.ts';
import {ask} from './control-client.ts';
import {type LaunchOptions, launchRunner, runnerDied} from './launch-runner.ts';
import {endOrphans} from './orphaned-processes.ts';
import {isServerLockHeld, serverLockPath} from './server-lock.ts';
import {
	foreignVersion,
	readServerRecord,
	type ServerRecord,
	statusOfRecord,
} from './server-state.ts';
import {verifyServerIsOurs, verifyStateIsOurs, versionSentence} from './state-owner.ts';

/** Milliseconds to wait for each answer. */
const timeouts = {status: 1000, stop: 10_000, restart: 40_000, start: 40_000};

/**
 * Trusts the control socket's answer. Without an answer the lock decides: held by a server that does not
 * answer, or free because none lives, whatever the state file says. Without permission to read either,
 * the state is `unknown`.
 */
export async function readServerStatus(root: string): Promise<ServerStatus> {
	const unreadable = whyStateIsUnreadable(root);
	if (unreadable) return {state: 'unknown', reason: unreadable.message};
	const record = await liveRecord(root);
	if (record === undefined) return stopped(root);
	return record === 'silent' ? unresponsive(root) : statusOfRecord(record);
}

/** The record of the server that lives; `silent` if it does not answer, undefined if there is none. */
async function liveRecord(root: string): Promise<ServerRecord | 'silent' | undefined> {
	if (!existsSync(serverLockPath(root))) return undefined;
	for (let attempt = 0; ; attempt++) {
		const answer = await ask(root, {command: 'status', by: ''}, timeouts.status);
		if (typeof answer === 'object') return answer.record ?? 'silent';
		if (!isServerLockHeld(root)) return undefined;
		// A server that has just taken the lock opens its socket soon.
		if (answer === 'silent' || attempt === 20) return 'silent';
		await pause(25);
	}
}

/** A state file of another version may name processes that still live, so the status mentions it. */
function stopped(root: string): ServerStatus {
	const version = foreignVersion(root);
	const record = readServerRecord(root);
	if (record) return statusOfRecord({...record, state: 'stopped'});
	if (version === undefined) return {state: 'stopped'};
	return {state: 'stopped', reason: versionSentence(root, version)};
}

function unresponsive(root: string): ServerStatus {
	const record = readServerRecord(root);
	const known =
		record && isAlive(record.runner) ? statusOfRecord({...record, state: 'running'}) : {};
	return {...known, state: 'unresponsive', reason: 'The server does not answer.'};
}

/**
 * Starts the server in its own session, so that it outlives the terminal. If several operators start it
 * at once, one of them does, and the others get its status.
 * @returns once the application runs or has crashed
 * @throws CommandError `port-in-use`, `production` … if no server could be started, `other-address` if one
 * runs at another address
 */
export async function startServer(
	root: string,
	options: LaunchOptions,
): Promise<{started: boolean; status: ServerStatus}> {
	verifyStateIsOurs(root);
	for (let attempt = 0; attempt < 5; attempt++) {
		const status = await readServerStatus(root);
		if (status.state === 'unresponsive') throw noAnswer(root);
		if (status.state !== 'stopped') {
			const settled = await waitForOutcome(root);
			if (settled.state !== 'stopped') {
				verifySameAddress(root, options, settled);
				return {started: false, status: settled};
			}
		}
		if (await launchRunner(root, options)) return {started: true, status: await answerOf(root)};
	}
	throw new CommandError('Other operators keep starting and stopping the server.', {
		code: 'server-contended',
	});
}

/** A port without a host is the same on any; port 0 is whichever it has. @throws CommandError `other-address` */
function verifySameAddress(root: string, {host, port}: LaunchOptions, {url}: ServerStatus): void {
	const record = readServerRecord(root);
	if (!port || !record) return;
	const asked = addressText({host, port});
	const {listen, address} = record;
	const isSameHost = host === undefined || plainHost(host) === plainHost(listen.host);
	if (asked === address || (isSameHost && port === listen.port)) return;
	throw new CommandError(
		`The development server of this project already runs at ${url}, not at ${asked}.`,
		{
			code: 'other-address',
			hint: `Follow it with 'quarterdeck runserver', or stop it first with 'quarterdeck stopserver'.`,
			ways: [ways.stopServer],
		},
	);
}

/** The names of one address are the same. */
function plainHost(host: string): string {
	return host === '::' ? '0.0.0.0' : isPublic(host) ? host : '127.0.0.1';
}

/** @throws CommandError when the server that was just started does not answer, so it does not run */
async function answerOf(root: string): Promise<ServerStatus> {
	const status = await readServerStatus(root);
	if (status.state === 'stopped') throw runnerDied();
	if (status.state === 'unresponsive') throw noAnswer(root);
	return status;
}

/**
 * Stops the server and waits until its port is free. Of a server that was killed, ends what it has left.
 * @returns false if nothing was running
 */
export async function stopServer(root: string, {operator}: {operator: string}): Promise<boolean> {
	const answer = await order(root, 'stop', operator);
	if (answer === undefined) return endUnfinished(root);
	const deadline = performance.now() + 2000;
	while (isServerLockHeld(root) && performance.now() < deadline) await pause(20);
	return true;
}

async function endUnfinished(root: string): Promise<boolean> {
	const record = readServerRecord(root);
	return record !== undefined && record.state !== 'stopped' && endOrphans(root);
}

/**
 * @returns once the application runs again on the same port, or has crashed
 * @throws CommandError `server-stopped`, `server-unresponsive`
 */
export async function restartServer(
	root: string,
	{operator}: {operator: string},
): Promise<ServerStatus> {
	const answer = await order(root, 'restart', operator);
	if (typeof answer === 'object' && answer.ok) return statusOfRecord(answer.record!);
	throw new CommandError('No server is running.', {
		code: 'server-stopped',
		hint: "Start it with 'quarterdeck runserver'.",
		ways: [ways.startServer],
	});
}

/** Orders only the current run of the server: a late stop must not hit the next one. */
async function order(root: string, command: 'stop' | 'restart', by: string) {
	verifyServerIsOurs(root);
	const record = await liveRecord(root);
	if (record === undefined) return undefined;
	if (record === 'silent') throw noAnswer(root);
	const answer = await ask(root, {command, by, runId: record.runId}, timeouts[command]);
	if (answer === 'silent') throw noAnswer(root);
	return answer;
}

async function waitForOutcome(root: string): Promise<ServerStatus> {
	const deadline = performance.now() + timeouts.start;
	for (;;) {
		const status = await readServerStatus(root);
		const isUnderWay = ['starting', 'reloading', 'stopping'].includes(status.state);
		if (!isUnderWay || performance.now() > deadline) return status;
		await pause(50);
	}
}

function noAnswer(root: string): CommandError {
	const {pid} = unresponsive(root);
	return new CommandError('The server is running but does not answer.', {
		code: 'server-unresponsive',
		hint: pid
			? `Wait a moment, or end it (pid ${pid}) with 'quarterdeck stopserver --force'.`
			: 'Wait a moment and try again.',
		ways: pid ? [ways.forceStopServer] : [],
	});
}

/** The last command the server received, and from whom. */
export function lastActionOf(root: string): ServerRecord['lastAction'] {
	return readServerRecord(root)?.lastAction;
}
