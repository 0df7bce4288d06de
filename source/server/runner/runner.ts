/** The process of `runserver`: detached, one per project. It holds the server's lock. */
import {randomUUID} from 'node:crypto';
import {statSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {dataOf, exitCodes, isCommandError, messageOf, stackOf} from '../../errors/command-error.ts';
import {systemFailure} from '../../errors/system-error.ts';
import {openProject} from '../../project/open/open.ts';
import {completeServer} from '../../project/settings/settings.ts';
import {runIdVariable} from '../../runs/journal.ts';
import {endProcesses} from '../../system/end-processes.ts';
import {type Inspect, parseInspect} from '../control/inspect.ts';
import type {RunnerMessage} from '../control/launch-runner.ts';
import {serverLogPath} from '../control/log-file.ts';
import {endLeftovers} from '../control/orphaned-processes.ts';
import {acquireServerLock, serverLockPath} from '../control/server-lock.ts';
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
		inspect: {type: 'string'},
		'inspect-brk': {type: 'string'},
	},
});

process.on('uncaughtException', refuse);
// Survive the terminal and the process that started this one.
process.on('SIGHUP', () => {});
process.on('disconnect', () => {});
delete process.env[runIdVariable];

const root = values.project;
let log: ServerLog | undefined;
let server: DevelopmentServer | undefined;
if (!acquireServerLock(root)) process.exit(exitCodes.serverRunning);
const previous = readServerRecord(root);
const runId = randomUUID();
const generation = (previous?.generation ?? 0) + 1;
const environment = {...process.env};
const options = await readOptions();
log = new ServerLog({
	file: serverLogPath(root),
	generation,
	runId,
	maxBytes: options.maxBytes,
});
// What a killed runner has left; a TERM gets 1.5 seconds.
await endProcesses(previous?.children ?? [], 1500);
if (previous && previous.state !== 'stopped') await endLeftovers(root, previous.children, 1500);

server = new DevelopmentServer({
	...{root, environment, runId, generation, log, operator: values.operator},
	...options,
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void server?.stop());
stopWithProject();
server.start().then(() => reportToStarter({type: 'settled'}), refuse);
await server.stopped;
await server.closeControl();
process.exit(process.exitCode ?? exitCodes.done);

/** Arguments first, then the settings. Settings that cannot be read are reported when the application starts. */
async function readOptions() {
	const project = await openProject(root).catch(() => undefined);
	const settings = project?.settings.server ?? completeServer();
	const {host = settings.host, port} = values;
	const isChosen = port !== undefined || settings.hasPort;
	const isOurs = settings.file === undefined && settings.command === undefined;
	return {
		host,
		port: port === undefined ? settings.port : Number(port),
		isChosen,
		typed: port === undefined ? undefined : {host: values.host},
		lastAddress: previous?.address,
		inspect: inspectOf(values.inspect, values['inspect-brk']),
		needsPort: isChosen || (isOurs && project?.kind !== 'mikro-orm'),
		isHostGiven: values.host !== undefined || settings.host !== completeServer().host,
		reload: !values.noreload && settings.reload,
		spare: settings.spare,
		maxBytes: project?.settings.log.maxBytes ?? 256 * 1024 * 1024,
	};
}

function inspectOf(inspect: string | undefined, breaking: string | undefined): Inspect | undefined {
	const text = breaking ?? inspect;
	return text === undefined ? undefined : parseInspect(text, breaking !== undefined);
}

/** Reports to the process that started the runner, then in the log to everyone else. */
function refuse(error: unknown): void {
	process.exitCode = exitCodes.failed;
	const failure = isCommandError(error) ? error : systemFailure(error);
	const text = failure?.message ?? stackOf(error);
	const data = failure ? dataOf(failure) : {code: 'runner-failed', message: messageOf(error)};
	reportToStarter({type: 'refused', ...data}, () => {
		if (log) log.say(text);
		else process.stderr.write(`${text}\n`);
		if (server) void server.stop(undefined, {isSaid: true});
		else process.exit();
	});
}

/** @param then called once the process that started this one, if any, has heard of a refusal */
function reportToStarter(message: RunnerMessage, then?: () => void): void {
	if (process.connected) process.send!(message, undefined, undefined, () => {});
	else then?.();
	if (!then || !process.connected) return;
	const timer = setTimeout(then, 1000);
	process.once('disconnect', () => {
		clearTimeout(timer);
		then();
	});
}

/** Nobody could stop a server whose project or lock file was deleted, so it stops itself. */
function stopWithProject(): void {
	const inode = inodeOf(serverLockPath(root));
	setInterval(() => {
		if (inodeOf(serverLockPath(root)) !== inode) void server?.stop();
	}, 2000);
}

function inodeOf(file: string): number | undefined {
	return statSync(file, {throwIfNoEntry: false})?.ino;
}
