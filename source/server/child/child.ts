/**
 * The process that an application lives in. It waits for its order, makes the application listen on
 * sockets of the runner's, and says over IPC what became of it. When the application cannot run it
 * answers every request with the reason instead, so that the port is never closed.
 */
import {createServer} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {describeFailure, type Failure} from '../control/failure.ts';
import type {Listening, Order, ToChild} from '../control/messages.ts';
import {servedBy} from '../control/server-settings.ts';
import {banner} from './banner.ts';
import {answerWithFailure} from './failure-page.ts';
import {ListenHook} from './listen-hook.ts';
import {recordPackages} from './package-recorder.ts';
import {refuseProduction} from './refuse-production.ts';
import {runCommand} from './run-command.ts';
import {runFile} from './run-file.ts';
import {runProject} from './run-project.ts';
import {hearAnswer, tellRunner} from './runner-channel.ts';
import type {RunningApplication} from './running-application.ts';
import {warmUp} from './warm-up.ts';

/** Milliseconds: within them an answer under way may end. */
const grace = {stopped: 2500, abandoned: 1200};

let root = process.cwd();
let isLeaving = false;
let warming: Promise<void> | undefined;
let running: RunningApplication | undefined;
let isListening: (at: Listening) => void = () => {};
const hook = new ListenHook(at => isListening(at));

// A full disk or a closed pipe must not end the application.
for (const stream of [process.stdout, process.stderr]) stream.on('error', tellLogFailure);
process.on('SIGTERM', () => leave(grace.stopped));
process.on('SIGINT', () => leave(grace.stopped));
process.on('SIGHUP', () => {});
process.on('disconnect', () => leave(grace.abandoned));
process.on('uncaughtExceptionMonitor', error =>
	tellRunner({type: 'crashing', failure: describeFailure(error, root)}),
);
process.on('message', (message: ToChild, handle) => {
	if (message.type === 'warm') warming = warmUp(root, message.modules);
	if (message.type === 'order') void obey(message.order);
	if (message.type === 'answer') hearAnswer(message.id, message.answer, handle);
});

let lastTold = 0;

/** Once a second: an application may print a lot. */
function tellLogFailure({message}: Error): void {
	if (performance.now() - lastTold < 1000 && lastTold > 0) return;
	lastTold = performance.now();
	tellRunner({type: 'log-failed', reason: message});
}

async function obey(order: Order): Promise<void> {
	root = order.root;
	await warming;
	if (order.failure) return stayWith(order.failure, order);
	const packages = recordPackages();
	try {
		const project = await openProject(root);
		refuseProduction(project.settings);
		isListening = async at => {
			const readsTemplates = running?.readsTemplates ?? false;
			tellRunner({type: 'listening', at, readsTemplates, packages: packages()});
			process.stdout.write(await banner(project, at));
		};
		running = await serve(project, order);
	} catch (error) {
		const failure = describeFailure(error, root);
		print(error, failure);
		isListening = () => {};
		await stayWith(failure, order);
	}
}

function serve(project: Project, order: Order): Promise<RunningApplication> {
	const served = servedBy(project);
	if (served.kind === 'urls') return runProject(project, order, hook);
	if (served.kind === 'file') return runFile(served.file, order, hook);
	return runCommand(served.command, order, isListening, endAs);
}

/** What already listens cannot be replaced in this process; the next one answers. */
async function stayWith(failure: Failure, {listen}: Order): Promise<void> {
	if (isLeaving) return;
	if (hook.isUsed) return endAs(failure, 1, null);
	const server = createServer(answerWithFailure(failure, root)).on('error', () => {});
	await hook.listenOnlyFor(server, listen);
	tellRunner({type: 'failed', failure});
}

/** Ends as the application's own program did. */
function endAs(failure: Failure, code: number, signal: NodeJS.Signals | null): void {
	tellRunner({type: 'crashing', failure});
	setImmediate(() => (signal ? process.kill(process.pid, signal) : process.exit(code)));
}

/** An expected failure is its sentence and next step; anything else shows its stack. */
function print(error: unknown, {message, hint}: Failure): void {
	const isExpected = error instanceof Error && error.name === 'CommandError';
	const text = isExpected ? [message, hint].filter(Boolean).join('\n') : stackOf(error);
	process.stderr.write(`${text}\n`);
}

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function leave(deadline: number): Promise<void> {
	if (isLeaving) return;
	isLeaving = true;
	const drained = hook.drain(deadline);
	tellRunner({type: 'closed'});
	await drained;
	await Promise.race([running?.close(deadline).catch(() => {}), pause(Math.max(deadline, 300))]);
	process.exit(0);
}
