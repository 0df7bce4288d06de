/**
 * The process of `runserver`: detached, of a session of its own, one per project. It holds the
 * server's lock for as long as it lives.
 */
import {randomUUID} from 'node:crypto';
import {statSync, writeSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {isCommandError, messageOf} from '../errors.ts';
import {openProject} from '../project/open.ts';
import {runIdVariable} from '../runs/journal.ts';
import type {Address} from './address.ts';
import {lostTheRace, type RunnerMessage} from './control.ts';
import {DevelopmentServer} from './development-server.ts';
import {openServerLog, serverLogPath} from './log-file.ts';
import {endOrphans} from './orphans.ts';
import {acquireServerLock, serverLockPath} from './server-lock.ts';
import {readServerRecord} from './server-state.ts';

const {values} = parseArgs({
	options: {
		project: {type: 'string', default: process.cwd()},
		operator: {type: 'string', default: 'unknown'},
		host: {type: 'string'},
		port: {type: 'string'},
		noreload: {type: 'boolean', default: false},
	},
});

// A terminal that closes is none of this process's business, and neither is who started it.
process.on('SIGHUP', () => {});
process.on('disconnect', () => {});
delete process.env[runIdVariable];

const root = values.project;
if (!acquireServerLock(root)) process.exit(lostTheRace);
const previous = readServerRecord(root);
const runId = randomUUID();
const generation = (previous?.generation ?? 0) + 1;
const log = openServerLog(serverLogPath(root), generation, runId);
await endOrphans(previous);

const environment = {...process.env};
const server = new DevelopmentServer({
	root,
	...(await address()),
	operator: values.operator,
	reload: !values.noreload,
	environment,
	runId,
	generation,
	log,
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void server.stop());
stopWithTheProject();
server.start().then(() => tellStarter({type: 'settled'}), refuse);
await server.stopped;
await server.closeControl();
process.exit(process.exitCode ?? 0);

/** Asked for by name, or what the settings say; settings that cannot be read have their say later. */
async function address(): Promise<Required<Address>> {
	const {host, port} = values;
	if (host !== undefined && port !== undefined) return {host, port: Number(port)};
	const project = await openProject(root).catch(() => undefined);
	const {server = {host: '127.0.0.1', port: 8000}} = project?.settings ?? {};
	return {host: host ?? server.host, port: port === undefined ? server.port : Number(port)};
}

/** The starter says it on its terminal; the log says it to everybody else. */
function refuse(error: unknown): void {
	process.exitCode = 1;
	const {hint, code = 'runner-failed'} = isCommandError(error) ? error : {};
	const text = isCommandError(error) ? error.message : ((error as Error).stack ?? String(error));
	writeSync(log, `${text}\n`);
	tellStarter({type: 'refused', message: messageOf(error), hint, code});
	void server.stop();
}

function tellStarter(message: RunnerMessage): void {
	if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** A server whose project was deleted, or whose lock file was, has nobody left to stop it. */
function stopWithTheProject(): void {
	const inode = inodeOf(serverLockPath(root));
	setInterval(() => {
		if (inodeOf(serverLockPath(root)) !== inode) void server.stop();
	}, 2000);
}

function inodeOf(file: string): number | undefined {
	return statSync(file, {throwIfNoEntry: false})?.ino;
}
