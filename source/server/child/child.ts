/**
 * The application's process. It waits for the order to start, makes the application listen on the
 * runner's sockets, and reports over IPC. If the application cannot run, it answers every request with
 * the reason, so that the port never closes.
 */
import {createServer} from 'node:http';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {exitCodes, isCommandError, stackOf} from '../../errors/command-error.ts';
import {mapStacks} from '../../node/source-maps.ts';
import {followImports} from '../../project/import/follow-imports.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import type {Sources} from '../../project/watch/interest.ts';
import {nameThisProcess} from '../../system/own-name.ts';
import {listensStill} from '../../system/session-ports.ts';
import {endOwnKin} from '../control/application-mark.ts';
import {describeFailure, type Failure} from '../control/failure.ts';
import type {Listening, Order, ToChild} from '../control/messages.ts';
import {type ServerTarget, serverTargetOf} from '../control/server-settings.ts';
import {banner} from './banner.ts';
import {closeInspector, openInspector} from './debugger.ts';
import {answerWithFailure} from './failure-page.ts';
import {reportFirstAnswer} from './first-answer.ts';
import {ListenHook} from './listen-hook.ts';
import {recordPackages} from './package-recorder.ts';
import {refuseProduction} from './refuse-production.ts';
import {reserveFolder} from './reserve-folder.ts';
import {runCommand} from './run-command.ts';
import {runFile} from './run-file.ts';
import {runProject} from './run-project.ts';
import {sendToRunner} from './runner-channel.ts';
import {warmUp} from './warm-up.ts';

/** Milliseconds for responses in progress to finish. */
const grace = {stopped: 2500, abandoned: 1200, kin: 500};
/** Milliseconds until the sockets of the application before, which this one does not use, are closed. */
const unusedAfter = 2000;

nameThisProcess('the development server', true);
// Its threads and forks have it from `execArgv`; in this process, packages are left out.
mapStacks();

let root = process.cwd();
let isLeaving = false;
let threads = 0;
/** Whether the runner is gone, which would end what the application has started. */
let isAbandoned = false;
let hasOrder = false;
let warming: Promise<void> | undefined;
/** Closes what the application uses: a database, a program. */
let close: ((deadline: number) => Promise<void>) | void;
let isListening: (at: Listening) => void = () => {};
let reportRest = () => {};
const hook = new ListenHook(at => isListening(at));

// A full disk or a closed pipe must not end the application.
for (const stream of [process.stdout, process.stderr]) stream.on('error', reportLogFailure);
process.on('SIGTERM', () => leave(grace.stopped));
process.on('SIGINT', () => leave(grace.stopped));
process.on('SIGHUP', () => {});
process.on('disconnect', () => {
	isAbandoned = true;
	void leave(grace.abandoned);
});
process.on('uncaughtExceptionMonitor', error => {
	reportRest();
	sendToRunner({type: 'crashing', failure: describeFailure(error, root)});
});
process.on('exit', () => reportRest());
process.on('worker', worker => {
	threads++;
	worker.once('exit', () => threads--);
});
process.on('message', (message: ToChild, handle) => {
	if (message.type === 'warm') warming = warmUp(root, message.modules);
	if (message.type === 'order') void start(message.order);
	if (message.type === 'socket') hook.sockets.receive(message.socket, handle);
	if (message.type === 'held') hook.sockets.isHeld(message.id);
});

let lastReport = 0;

/** At most once a second: an application may print a lot. */
function reportLogFailure({message}: Error): void {
	if (performance.now() - lastReport < 1000 && lastReport > 0) return;
	lastReport = performance.now();
	sendToRunner({type: 'log-failed', reason: message});
}

async function start(order: Order): Promise<void> {
	hasOrder = true;
	root = order.root;
	hook.sockets.chosen = order.chosen;
	await warming;
	if (order.failure) return answerWith(order.failure, order);
	const packages = recordPackages();
	reportRest = followImports(files => sendToRunner({type: 'imported', files}));
	reportFirstAnswer();
	try {
		const project = await openProject(root);
		const target = serverTargetOf(project);
		sendToRunner({type: 'sources', sources: sourcesOf(project, target)});
		refuseProduction(project.settings);
		const notice = target.kind === 'urls' ? undefined : await reserveFolder(project);
		const readsTemplates = target.kind === 'urls' && project.settings.debug;
		isListening = async at => {
			reportRest();
			sendToRunner({type: 'listening', at, readsTemplates, packages: packages()});
			setTimeout(() => hook.sockets.releaseUnused(), unusedAfter).unref();
			process.stdout.write(await banner(project, at, {notice}));
		};
		if (order.inspect && target.kind !== 'command')
			openInspector(order.inspect, target.kind === 'file' ? target.file : undefined);
		close = await serve(project, target, order);
	} catch (error) {
		reportRest();
		const failure = describeFailure(error, root);
		print(error, failure);
		isListening = () => {};
		await answerWith(failure, order);
	}
}

function sourcesOf({root, apps, settings}: Project, target: ServerTarget): Sources {
	return {
		apps: apps.map(({folder}) => folder),
		templates: settings.templates.map(folder => path.resolve(root, folder)),
		watch: settings.server.watch,
		ignore: settings.server.ignore,
		isCommand: target.kind === 'command',
	};
}

function serve(project: Project, target: ServerTarget, order: Order) {
	if (target.kind === 'urls') return runProject(project, order, hook);
	if (target.kind === 'file') return runFile(target.file, order, hook);
	hook.sockets.releaseUnused();
	return runCommand(target.command, order, isListening, exitAs);
}

/** A server that already listens cannot be replaced in this process; the next process answers. */
async function answerWith(failure: Failure, {listen}: Order): Promise<void> {
	if (isLeaving) return;
	if (hook.isUsed) return exitAs(failure, exitCodes.failed, null);
	const server = createServer(answerWithFailure(failure, root)).on('error', () => {});
	await hook.listenOnlyFor(server, listen).catch(() => {});
	sendToRunner({type: 'failed', failure});
}

/** Exits the way the application's program did. */
function exitAs(failure: Failure, code: number, signal: NodeJS.Signals | null): void {
	sendToRunner({type: 'crashing', failure});
	setImmediate(() => (signal ? process.kill(process.pid, signal) : process.exit(code)));
}

/** Prints an expected failure as a sentence and a next step, anything else with its stack. */
function print(error: unknown, {message, hint}: Failure): void {
	const text = isCommandError(error) ? [message, hint].filter(Boolean).join('\n') : stackOf(error);
	process.stderr.write(`${text}\n`);
}

/**
 * Whether the next application could miss something that only the end of this process sets free: a
 * port of a thread, a datagram socket, whatever a program has that it started.
 */
function holdsMore(): boolean {
	const resources = process.getActiveResourcesInfo();
	if (['UDPWrap', 'ProcessWrap'].some(name => resources.includes(name))) return true;
	return threads > 0 && listensStill(process.pid);
}

async function leave(deadline: number): Promise<void> {
	if (isLeaving) return;
	isLeaving = true;
	closeInspector();
	const drained = hook.drain(deadline);
	if (!holdsMore()) sendToRunner({type: 'closed'});
	await drained;
	await Promise.race([close?.(deadline).catch(() => {}), pause(Math.max(deadline, 300))]);
	if (isAbandoned) {
		// A spare ends what the application has left if that was killed, and lets it finish if not.
		if (!hasOrder) await pause(grace.abandoned);
		await endOwnKin(grace.kin);
	}
	process.exit(exitCodes.done);
}
