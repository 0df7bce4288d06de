import {setTimeout as pause} from 'node:timers/promises';
import {defineCommand} from '../../command-definition/define-command.ts';
import type {Invocation} from '../../command-definition/invocation.ts';
import {
	CommandError,
	type ExitCode,
	exitCodes,
	isCommandError,
} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {rememberScript, serverScripts} from '../../project/write/server-script.ts';
import {type Event, log} from '../../runs/events.ts';
import {operatorName} from '../../runs/operator.ts';
import type {ServerStatus} from '../../runs/project-status.ts';
import {noticeLines} from '../../server/child/banner.ts';
import {closeInspector} from '../../server/child/debugger.ts';
import {refuseProduction} from '../../server/child/refuse-production.ts';
import {parseAddress} from '../../server/control/address.ts';
import {type Inspect, parseInspect, withoutInspect} from '../../server/control/inspect.ts';
import type {LaunchOptions} from '../../server/control/launch-runner.ts';
import {
	lastActionOf,
	readServerStatus,
	startServer,
	stopServer,
} from '../../server/control/lifecycle.ts';
import {serverLogPath} from '../../server/control/log-file.ts';
import {ServerLines} from '../../server/control/server-lines.ts';
import {serverTargetOf} from '../../server/control/server-settings.ts';
import {sanitise} from '../../terminal/sanitise.ts';

export default defineCommand({
	arguments: {
		address: {optional: true, value: '[HOST:]PORT', help: 'where to listen'},
	},
	flags: {
		noreload: {type: 'boolean', help: 'do not restart when a file changes'},
		detach: {type: 'boolean', help: 'run in the background, and return once it runs'},
		inspect: {
			type: 'string',
			bare: '',
			value: '[HOST:]PORT',
			help: 'let debuggers attach to the application, on 127.0.0.1:9229 if nothing is given',
		},
		inspectBrk: {
			type: 'string',
			bare: '',
			value: '[HOST:]PORT',
			help: 'the same; the application waits for one at each start, and stops at its first line',
		},
		script: {
			type: 'string',
			value: 'NAME',
			help: 'in a plain project: run this script, and note it in package.json for the next time',
		},
	},
	journal: ({detach}) => detach,

	async *run({address: typed, noreload, detach, script, ...flags}, invocation) {
		// Before .env is read: the application's process reads its own, as it then is.
		const {environment, ...fromNode} = withoutInspect({...process.env});
		const inspect = inspectOf(flags, fromNode.inspect);
		if (detach && inspect?.breaks) throw nobodySees();
		// This process has the port that NODE_OPTIONS names.
		if (fromNode.inspect) closeInspector();
		const address = typed === undefined ? {} : parseAddress(typed);
		const project = await openProject(invocation.directory);
		if (script === undefined) await ensureServer(project, invocation);
		else chooseScript(project, script);
		refuseProduction(project.settings);
		if (inspect && serverTargetOf(project).kind === 'command') throw noApplication();
		const notice = await noticeLines(project);
		yield* notice.map(log.notice);
		const options = {
			...address,
			operator: operatorName(),
			reload: !noreload,
			environment,
			inspect,
		};
		if (detach) yield* startDetached(project.root, options);
		else return yield* showServer(project.root, options, notice, invocation);
	},
});

function inspectOf(
	{inspect, inspectBrk}: {inspect?: string; inspectBrk?: string},
	fromNode: Inspect | undefined,
): Inspect | undefined {
	const text = inspectBrk ?? inspect;
	return text === undefined ? fromNode : parseInspect(text, inspectBrk !== undefined);
}

function nobodySees(): CommandError {
	return new CommandError('--inspect-brk waits for a debugger, and --detach for the application.', {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: 'Leave one of them out, or use --inspect.',
	});
}

function noApplication(): CommandError {
	return new CommandError(
		'The server of this project is a command, which starts its own programs.',
		{
			code: 'usage',
			exitCode: exitCodes.usage,
			hint: 'Let the command itself open a debugger, such as node --inspect.',
		},
	);
}

/** In a terminal, a plain project without a server is offered its own script. */
async function ensureServer(project: Project, {interactive, prompt}: Invocation): Promise<void> {
	try {
		serverTargetOf(project);
	} catch (error) {
		const [first] = serverScripts(project.root);
		const isOffered = isCommandError(error) && error.code === 'no-server' && first && interactive;
		if (!isOffered || project.kind === 'quarterdeck') throw error;
		const question = `No server is named yet. Run '${first.command}' (${sanitise(first.text)}), and note it in package.json? [y/N] `;
		if (!(await prompt.confirm(question))) throw error;
		rememberScript(project.root, first);
	}
}

/** @throws CommandError `usage` */
function chooseScript({root, kind}: Project, name: string): void {
	const scripts = serverScripts(root);
	const chosen = scripts.find(script => script.name === name);
	if (kind === 'mikro-orm' && chosen) {
		rememberScript(root, chosen);
		return;
	}
	throw new CommandError(
		kind === 'mikro-orm'
			? `package.json has no script '${name}' that could be the server.`
			: 'The settings of this project name its server.',
		{
			code: 'usage',
			exitCode: exitCodes.usage,
			hint: `Its scripts are: ${scripts.map(script => script.name).join(', ') || 'none'}.`,
		},
	);
}

const keepsRunning = "The server keeps running; stop it with 'quarterdeck stopserver'.";

async function* startDetached(root: string, options: LaunchOptions): AsyncGenerator<Event, void> {
	const {started, status} = await startServer(root, options);
	if (status.state === 'crashed') {
		throw new CommandError(status.reason ?? 'The application crashed.', {
			code: 'application-crashed',
			hint: `${status.url} answers with the reason, and the next save starts the application again.`,
		});
	}
	if (status.state === 'starting') {
		throw new CommandError('The server has not answered yet; it is still starting.', {
			code: 'server-slow',
			hint: "See what it does with 'quarterdeck log', or stop it with 'quarterdeck stopserver'.",
			ways: [ways.readLog, ways.stopServer],
		});
	}
	if (!started) yield log.info(alreadyRunning(status));
	else {
		yield log.success(`Development server running at ${status.url}`);
		yield log.info(
			"Read its log with 'quarterdeck log --follow', stop it with 'quarterdeck stopserver'.",
		);
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
	{signal, interactive}: Invocation,
): AsyncGenerator<Event, ExitCode> {
	const isNew = (await readServerStatus(root)).state === 'stopped';
	const lines = new ServerLines(serverLogPath(root), {
		initialBytes: isNew ? 0 : 4096,
		repeated: isNew ? notice : [],
		isForeground: isNew,
	});
	try {
		const starting = startServer(root, {...options, refused: () => lines.close()});
		if (isNew) yield* show(lines, starting, signal);
		const {started, status} = await starting;
		if (!started) yield log.info(alreadyRunning(status));
		// A script would wait for ever.
		if (!started && !interactive) return exitCodes.done;
		yield* show(lines, ended(root, signal), signal);
		yield* lines.take();
		if (!signal.aborted) return reportEnd(root);
		if (started) return yield* stopShown(root, lines);
		yield log.info(keepsRunning);
		return exitCodes.done;
	} finally {
		lines.close();
	}
}

/** New log lines, until something has happened or the person presses ^C. */
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

/** Resolves when the server has ended, or the person presses ^C. */
async function ended(root: string, signal: AbortSignal): Promise<void> {
	while (!signal.aborted && (await readServerStatus(root)).state !== 'stopped') {
		await pause(400, undefined, {signal}).catch(() => {});
	}
}

async function* stopShown(root: string, lines: ServerLines): AsyncGenerator<Event, ExitCode> {
	const wasRunning = await stopServer(root, {operator: operatorName()});
	yield* lines.take();
	if (!wasRunning) yield log.info('No server is running.');
	return exitCodes.done;
}

/** Somebody else has stopped it, or it has crashed. */
function reportEnd(root: string): ExitCode {
	if (lastActionOf(root)?.command === 'stop') return exitCodes.done;
	throw new CommandError('The server has ended unexpectedly.', {
		code: 'server-ended',
		hint: "Read why with 'quarterdeck log'.",
		ways: [ways.readLog],
	});
}

function alreadyRunning({url, operator, since, pid}: ServerStatus): string {
	const when = since ? ` at ${new Date(since).toTimeString().slice(0, 8)}` : '';
	return `The development server is already running at ${url}, started by ${operator}${when} (pid ${pid}).`;
}
