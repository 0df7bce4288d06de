import {setTimeout as pause} from 'node:timers/promises';
import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {openProject} from '../project/open/open.ts';
import type {Event} from '../runs/events.ts';
import {operatorName} from '../runs/operator.ts';
import type {ServerStatus} from '../runs/project-status.ts';
import {noticeLines} from '../server/child/banner.ts';
import {refuseProduction} from '../server/child/refuse-production.ts';
import {parseAddress} from '../server/control/address.ts';
import type {LaunchOptions} from '../server/control/launch-runner.ts';
import {
	lastActionOf,
	readServerStatus,
	startServer,
	stopServer,
} from '../server/control/lifecycle.ts';
import {serverLogPath} from '../server/control/log-file.ts';
import {ServerLines} from '../server/control/server-lines.ts';
import {serverTargetOf} from '../server/control/server-settings.ts';

const command: Command = {
	usage: '[[HOST:]PORT]',
	maximum: 1,
	options: {
		noreload: {type: 'boolean', help: 'Do not start the application afresh when a file is saved.'},
		detach: {type: 'boolean', help: 'Return when it runs; it outlives the terminal.'},
	},
	journal: options => options.detach === true,

	async *run(input) {
		// Before any .env is read: the application's process reads its own, as it then is.
		const environment = {...process.env};
		const [typed] = input.positionals;
		const address = typed === undefined ? {} : parseAddress(typed);
		const project = await openProject(input.directory);
		serverTargetOf(project);
		refuseProduction(project.settings);
		const notice = await noticeLines(project);
		for (const text of notice) yield {type: 'log', level: 'notice', text};
		const options = {
			...address,
			operator: operatorName(),
			reload: !input.options.noreload,
			environment,
		};
		if (input.options.detach) yield* startDetached(project.root, options);
		else return yield* showServer(project.root, options, notice, input);
	},
};

export default command;

const goesOn = "The server goes on; stop it with 'quarterdeck stopserver'.";

async function* startDetached(root: string, options: LaunchOptions): AsyncGenerator<Event, void> {
	const {started, status} = await startServer(root, options);
	if (status.state === 'crashed') {
		throw new CommandError(status.reason ?? 'The application crashed.', {
			code: 'application-crashed',
			hint: `${status.url} answers with the reason, and the next save starts the application again.`,
		});
	}
	if (!started) yield {type: 'log', level: 'info', text: alreadyRunning(status)};
	else {
		yield {type: 'log', level: 'success', text: `Development server running at ${status.url}`};
		yield {
			type: 'log',
			level: 'info',
			text: "Read its log with 'quarterdeck log --follow', stop it with 'quarterdeck stopserver'.",
		};
	}
}

/**
 * Shows the server's log in the terminal until ^C, which stops the server if this terminal has
 * started it, or until it ends. When the terminal goes away instead, the server stays.
 */
async function* showServer(
	root: string,
	options: LaunchOptions,
	notice: string[],
	{signal}: Input,
): AsyncGenerator<Event, ExitCode> {
	const before = await readServerStatus(root);
	const isNew = before.state === 'stopped';
	if (before.url) yield {type: 'log', level: 'info', text: alreadyRunning(before)};
	const lines = new ServerLines(serverLogPath(root), {
		initialBytes: isNew ? 0 : 4096,
		repeated: isNew ? notice : [],
		isForeground: isNew,
	});
	try {
		const starting = startServer(root, options);
		yield* show(lines, starting, signal);
		const {started} = await starting;
		yield* show(lines, ended(root, signal), signal);
		yield* lines.take();
		if (!signal.aborted) return reportEnd(root);
		if (started) return yield* stopShown(root, lines);
		yield {type: 'log', level: 'info', text: goesOn};
		return exitCodes.done;
	} finally {
		lines.close();
	}
}

/** Lines as they come, until something has happened or the person has had enough. */
async function* show(
	lines: ServerLines,
	until: Promise<unknown>,
	signal: AbortSignal,
): AsyncGenerator<Event, void> {
	let isOver = false;
	const over = until.finally(() => {
		isOver = true;
	});
	over.catch(() => {});
	while (!isOver && !signal.aborted) {
		await Promise.race([over.catch(() => {}), lines.more(signal)]);
		yield* lines.take();
	}
}

/** Resolves when the server has, or the person looks no longer. */
async function ended(root: string, signal: AbortSignal): Promise<void> {
	while (!signal.aborted && (await readServerStatus(root)).state !== 'stopped') {
		await pause(400, undefined, {signal}).catch(() => {});
	}
}

async function* stopShown(root: string, lines: ServerLines): AsyncGenerator<Event, ExitCode> {
	const wasRunning = await stopServer(root, {operator: operatorName()});
	yield* lines.take();
	if (!wasRunning) yield {type: 'log', level: 'info', text: 'No server is running.'};
	return exitCodes.done;
}

/** Somebody else has stopped it, or it is gone without a word. */
function reportEnd(root: string): ExitCode {
	if (lastActionOf(root)?.command === 'stop') return exitCodes.done;
	throw new CommandError('The server has ended unexpectedly.', {
		code: 'server-ended',
		hint: "Read why with 'quarterdeck log'.",
	});
}

function alreadyRunning({url, operator, since, pid}: ServerStatus): string {
	const when = since ? ` at ${new Date(since).toTimeString().slice(0, 8)}` : '';
	return `The development server is already running at ${url}, started by ${operator}${when} (pid ${pid}).`;
}
