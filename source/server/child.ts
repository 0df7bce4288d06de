/**
 * The process that the application lives in. It waits for its order, opens the project, listens on
 * the runner's socket, and says over IPC what became of it. When the application cannot run it
 * answers every request with the reason instead, so that the port is never closed.
 */
import {createServer, type RequestListener} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {openProject, type Project} from '../project/open.ts';
import type {ChildMessage, ListenOrder, Order} from './application-process.ts';
import {banner} from './banner.ts';
import {refuseProduction} from './development-only.ts';
import {drainable} from './drain.ts';
import {describeFailure, type Failure} from './failure.ts';
import {answerWithFailure} from './failure-page.ts';

/** Milliseconds: within them an answer under way may end. */
const grace = {stopped: 2500, abandoned: 1200};

const server = createServer();
const drain = drainable(server);
let closeApplication: () => Promise<void> = async () => {};
let root = process.cwd();
let isLeaving = false;

// A full disk or a closed pipe must not end the application.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('SIGTERM', () => leave(grace.stopped));
process.on('SIGINT', () => leave(grace.stopped));
process.on('SIGHUP', () => {});
process.on('disconnect', () => leave(grace.abandoned));
process.on('uncaughtExceptionMonitor', error =>
	tell({type: 'crashing', failure: describeFailure(error, root)}),
);
process.once('message', (order: Order, handle: unknown) => {
	root = order.root;
	void obey(order, handle);
});

async function obey(order: Order, handle: unknown): Promise<void> {
	if (order.failure) {
		await listen(answerWithFailure(order.failure), order.listen, handle);
		return tell({type: 'failed', failure: order.failure});
	}
	try {
		const project = await openProject(order.root);
		refuseProduction(project.settings);
		await run(project, order.listen, handle);
		tell({type: 'listening', readsTemplates: project.settings.debug});
	} catch (error) {
		await stayWithFailure(error, order, handle);
	}
}

async function run(project: Project, address: ListenOrder, handle: unknown): Promise<void> {
	const {createApplication} = await import('./application.ts');
	const {app, close} = await createApplication(project);
	closeApplication = close;
	const greeting = await banner(project, address);
	await listen(app.callback(), address, handle);
	process.stdout.write(greeting);
}

async function stayWithFailure(error: unknown, order: Order, handle: unknown): Promise<void> {
	const failure = describeFailure(error, root);
	print(error, failure);
	if (!server.listening && !isBindFailure(failure)) {
		await listen(answerWithFailure(failure), order.listen, handle).catch(() => {});
	}
	tell({type: 'failed', failure});
}

async function listen(answer: RequestListener, address: ListenOrder, handle: unknown) {
	if (isLeaving) process.exit(0);
	server.on('request', answer);
	for (let attempt = 1; !server.listening; attempt++) {
		try {
			await bind(address, handle);
		} catch (error) {
			// Without a held socket the application before may need a moment to let go of the port.
			const mayBeFree = !handle && attempt < 20 && isBindFailure(error as NodeJS.ErrnoException);
			if (!mayBeFree) throw error;
			await pause(50);
		}
	}
}

function bind({host, port}: ListenOrder, handle: unknown): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(handle ? (handle as object) : {host, port}, () => {
			server.off('error', reject);
			resolve();
		});
	});
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

function isBindFailure({code}: {code?: string}): boolean {
	return code === 'EADDRINUSE';
}

async function leave(deadline: number): Promise<void> {
	if (isLeaving) return;
	isLeaving = true;
	const drained = drain(deadline);
	tell({type: 'closed'});
	await drained;
	await Promise.race([closeApplication().catch(() => {}), pause(300)]);
	process.exit(0);
}

function tell(message: ChildMessage): void {
	if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
