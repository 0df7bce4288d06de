import path from 'node:path';
import {parseArgs} from 'node:util';
import {didYouMean} from '../closest.ts';
import {CommandError, type ExitCode, exitCodes, isCommandError, messageOf} from '../errors.ts';
import {packageVersion} from '../package-files.ts';
import {findProject} from '../project/find.ts';
import type {Event} from '../runs/events.ts';
import {Journal} from '../runs/journal.ts';
import {coloured, type Paint, plain, wantsColour} from '../terminal/colours.ts';
import {type CommandLine, verifyCommandLine} from '../terminal/command-line.ts';
import {jsonPrinter, type Streams, textPrinter} from '../terminal/output.ts';
import {terminalPrompt} from '../terminal/terminal-prompt.ts';
import type {Command, Input} from './command.ts';
import {helpOf, helpOfAll} from './help.ts';
import {commands} from './index.ts';

const streams: Streams = {
	out: text => process.stdout.write(text),
	error: text => process.stderr.write(text),
};

/**
 * Runs one command line to its end and prints what it reports.
 * @returns the exit code
 * @throws only what is a bug; an expected failure is printed
 */
export async function runCommandLine(line: CommandLine): Promise<ExitCode> {
	whenNobodyReads(() => {});
	const paint = line.color && wantsColour(process.stdout) ? coloured : plain;
	const print = line.json ? jsonPrinter(streams) : textPrinter(streams, paint);
	try {
		if (line.version) return say(print, packageVersion());
		if (line.command === 'help' || (line.help && line.command === undefined)) {
			const name = line.words[0];
			return say(print, name ? await helpOf(name, await load(name)) : helpOfAll());
		}
		verifyCommandLine(line);
		const name = line.command ?? 'status';
		const command = await load(name);
		if (line.help) return say(print, await helpOf(name, command));
		return await runCommand(name, command, line, paint, print);
	} catch (error) {
		return report(error, line, print);
	}
}

function say(print: (event: Event) => void, text: string): ExitCode {
	print({type: 'result', value: {text}, text});
	return exitCodes.done;
}

async function load(name: string): Promise<Command> {
	const entry = commands[name];
	if (entry) return (await entry.load()).default;
	throw new CommandError(`Unknown command: '${name}'.${didYouMean(name, Object.keys(commands))}`, {
		code: 'unknown-command',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck help' for usage.",
	});
}

async function runCommand(
	name: string,
	command: Command,
	line: CommandLine,
	paint: Paint,
	print: (event: Event) => void,
): Promise<ExitCode> {
	const {signal, interrupt, release} = interruption();
	try {
		const input = {...parseInput(name, command, line), paint, signal};
		if (!wantsJournal(command, input)) whenNobodyReads(interrupt);
		const journal = wantsJournal(command, input)
			? openJournal(input, shownCommand(name, command, line.words))
			: undefined;
		const events = command.run(input);
		return await (journal ? runWithJournal(events, journal, print, line) : drain(events, print));
	} finally {
		release();
		letGoOfStdin();
	}
}

/** Whoever writes to it may keep it open: that is no reason to stay. A file has nothing to let go. */
function letGoOfStdin(): void {
	(process.stdin as Partial<Pick<typeof process.stdin, 'unref'>>).unref?.();
}

async function drain(
	events: AsyncGenerator<Event, ExitCode | void>,
	print: (event: Event) => void,
): Promise<ExitCode> {
	for (;;) {
		const {done, value} = await events.next();
		if (done) return value ?? exitCodes.done;
		print(value);
	}
}

/** Every event is in the journal before it is on the screen. */
async function runWithJournal(
	events: AsyncGenerator<Event, ExitCode | void>,
	journal: Journal,
	print: (event: Event) => void,
	line: CommandLine,
): Promise<ExitCode> {
	const both = (event: Event) => {
		if (event.type !== 'result' || !event.unrecorded) journal.write(event);
		print(event);
	};
	let exitCode: ExitCode = exitCodes.failed;
	try {
		both(journal.started());
		exitCode = await drain(events, both);
	} catch (error) {
		exitCode = report(error, line, both);
	} finally {
		both({type: 'run-ended', exitCode});
		journal.end(exitCode);
	}
	return exitCode;
}

function wantsJournal({journal = false}: Command, {options}: Input): boolean {
	return typeof journal === 'function' ? journal(options) : journal;
}

/** A run without a project (a wrong folder, say) has no journal; the command itself will say so. */
function openJournal(input: Input, command: string): Journal | undefined {
	try {
		const {root} = findProject(input.directory);
		return new Journal(root, command);
	} catch {
		return undefined;
	}
}

/** The command line that a person would type for the same: without what only the dashboard uses. */
function shownCommand(name: string, {options = {}}: Command, words: string[]): string {
	const hidden = Object.keys(options).filter(option => options[option]!.hidden);
	return [name, ...words.filter(word => !hidden.some(option => word === `--${option}`))].join(' ');
}

/** Prints an expected failure; lets a bug through. */
function report(error: unknown, line: CommandLine, print: (event: Event) => void): ExitCode {
	if (!isCommandError(error)) throw error;
	const {code, message, hint, file} = error;
	print({type: 'error', code, message, hint, file, line: error.line});
	if (line.traceback)
		streams.error(`${(error.cause as Error | undefined)?.stack ?? error.stack}\n`);
	return error.exitCode;
}

function parseInput(
	name: string,
	command: Command,
	line: CommandLine,
): Omit<Input, 'paint' | 'signal'> {
	const {options = {}, maximum = 0} = command;
	let values: Record<string, unknown>;
	let positionals: string[];
	try {
		({values, positionals} = parseArgs({args: line.words, options, allowPositionals: true}));
	} catch (error) {
		throw usageError(name, explain(error, command));
	}
	if (positionals.length > maximum) {
		throw usageError(name, `${positionals[maximum]} is one argument too many.`);
	}
	const interactive =
		!line.json && !values.noinput && process.stdin.isTTY === true && process.stdout.isTTY === true;
	return {
		options: values,
		positionals,
		directory: path.resolve(line.directory),
		interactive,
		prompt: terminalPrompt(process.stdin, process.stdout),
		stdin: process.stdin,
	};
}

/** Never with an option's value, which may be a secret at the wrong place. */
function explain(error: unknown, {options = {}, refused = {}}: Command): string {
	const unknown = /Unknown option '(-+[^'=]+)/.exec(messageOf(error))?.[1];
	if (!unknown) return messageOf(error).split('. ')[0]!.replace(/\.?$/, '.');
	const name = unknown.replace(/^-+/, '');
	if (refused[name]) return refused[name];
	const nearest = didYouMean(name, Object.keys(options)).replace(/mean /, 'mean --');
	return `${unknown} is no option.${nearest}`;
}

function usageError(name: string, message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: `Type 'quarterdeck ${name} --help' for usage.`,
	});
}

/**
 * The reader of a pipe may leave before we are done (`quarterdeck status | head -1`). What changes
 * something goes on to its end; what only tells has nobody left to tell.
 */
function whenNobodyReads(then: () => void): void {
	process.stdout.on('error', then);
	process.stderr.on('error', then);
}

/** The first ^C or TERM asks the command to end; the second one ends the process. */
function interruption(): {signal: AbortSignal; interrupt: () => void; release: () => void} {
	const controller = new AbortController();
	const ask = () => {
		if (controller.signal.aborted) process.exit(exitCodes.interrupted);
		controller.abort();
	};
	process.on('SIGINT', ask).on('SIGTERM', ask);
	return {
		signal: controller.signal,
		interrupt: () => controller.abort(),
		release: () => {
			process.off('SIGINT', ask).off('SIGTERM', ask);
		},
	};
}
