/**
 * The process of `runserver`: detached, of a session of its own, one per project. It holds the
 * server's lock for as long as it lives.
 */
import {randomUUID} from 'node:crypto';
import {statSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {isCommandError, messageOf} from '../../errors/command-error.ts';
import {openProject} from '../../project/open/open.ts';
import {completeServer} from '../../project/settings/settings.ts';
import {runIdVariable} from '../../runs/journal.ts';
import {endProcesses} from '../../system/end-processes.ts';
import {lostTheRace, type RunnerMessage} from '../control/launch-runner.ts';
import {serverLogPath} from '../control/log-file.ts';
import {acquireServerLock, serverLockPath} from '../control/server-lock.ts';
import {serverSettingsOf} from '../control/server-settings.ts';
import {readServerRecord} from '../control/server-state.ts';
import {DevelopmentServer} from './development-server.ts';
import {ServerLog} from './server-log.ts';

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
const environment = {...process.env};
const wishes = await readWishes();
const log = new ServerLog({
	file: serverLogPath(root),
	generation,
	runId,
	maxBytes: wishes.maxBytes,
});
// What a killed runner has left; a TERM gets 1.5 seconds.
await endProcesses(previous?.children ?? [], 1500);

const server = new DevelopmentServer({
	...{root, environment, runId, generation, log, operator: values.operator},
	...wishes,
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void server.stop());
stopWithTheProject();
server.start().then(() => tellStarter({type: 'settled'}), refuse);
await server.stopped;
await server.closeControl();
process.exit(process.exitCode ?? 0);

/** What was asked for by name, else what the settings say; those that cannot be read have their say later. */
async function readWishes() {
	const project = await openProject(root).catch(() => undefined);
	const settings = project ? serverSettingsOf(project) : completeServer();
	const {host = settings.host, port} = values;
	const isChosen = port !== undefined || settings.hasPort;
	const isOurs = settings.file === undefined && settings.command === undefined;
	return {
		host,
		port: port === undefined ? settings.port : Number(port),
		isChosen,
		typed: port === undefined ? undefined : {host: values.host},
		lastAddress: previous?.address,
		holdsPort: isChosen || (isOurs && project?.kind !== 'mikro-orm'),
		reload: !values.noreload && settings.reload,
		spare: settings.spare,
		maxBytes: project?.settings.log.maxBytes ?? 256 * 1024 * 1024,
	};
}

/** The starter says it on its terminal; the log says it to everybody else. */
function refuse(error: unknown): void {
	process.exitCode = 1;
	const {hint, code = 'runner-failed'} = isCommandError(error) ? error : {};
	const text = isCommandError(error) ? error.message : ((error as Error).stack ?? String(error));
	log.say(text);
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
