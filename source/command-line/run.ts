import path from 'node:path';
import type {Invocation} from '../command-definition/invocation.ts';
import {dataOf, type ExitCode, exitCodes, isCommandError} from '../errors/command-error.ts';
import type {Event} from '../runs/events.ts';
import type {Journal} from '../runs/journal.ts';
import {packageVersion} from '../system/package-files.ts';
import {coloured, type Paint, plain, wantsColour} from '../terminal/colours.ts';
import {jsonPrinter, type Streams, textPrinter} from '../terminal/output.ts';
import {terminalPrompt} from '../terminal/terminal-prompt.ts';
import {type FoundCommand, findCommand, listCommands} from './find.ts';
import {helpOf, helpOfAll} from './help.ts';
import {interruption} from './interruption.ts';
import {openJournal, wantsJournal} from './open-journal.ts';
import {type CommandLine, verifyCommandLine} from './parse.ts';
import {readWords} from './read-words.ts';

const streams: Streams = {
	out: text => process.stdout.write(text),
	error: text => process.stderr.write(text),
};

/** Runs one command line and prints its events. @throws only bugs; expected failures are printed */
export async function runCommandLine(line: CommandLine): Promise<ExitCode> {
	whenNobodyReads(() => {});
	const paint = !line.noColor && wantsColour(process.stdout) ? coloured : plain;
	const print = line.json ? jsonPrinter(streams) : textPrinter(streams, paint);
	try {
		if (line.version) return answer(print, {text: packageVersion()}, packageVersion());
		const directory = path.resolve(line.directory);
		const isHelp = line.command === 'help';
		const name = isHelp ? line.words[0] : line.command;
		if ((isHelp || line.help) && name === undefined) {
			const listed = await listCommands(directory);
			return answer(print, {commands: listed}, helpOfAll(listed));
		}
		verifyCommandLine(line);
		const found = await findCommand(name ?? 'status', directory);
		if (isHelp || line.help) return answer(print, ...helpOf(found));
		return await runCommand(found, line, paint, print);
	} catch (error) {
		return report(error, line, print);
	}
}

function answer(print: (event: Event) => void, value: object, text: string): ExitCode {
	print({type: 'result', value, text});
	return exitCodes.done;
}

async function runCommand(
	found: FoundCommand,
	line: CommandLine,
	paint: Paint,
	print: (event: Event) => void,
): Promise<ExitCode> {
	const {name, signature} = found;
	const {signal, interrupt, release} = interruption(signature.leavesInterrupts);
	try {
		const values = readWords(name, signature, line.words);
		const invocation = {...invocationOf(line, values), paint, signal};
		const isKept = wantsJournal(signature, values);
		if (!isKept) whenNobodyReads(interrupt);
		const journal = isKept
			? openJournal(name, signature, line.words, invocation.directory)
			: undefined;
		const events = found.run(values, invocation);
		return await (journal ? runWithJournal(events, journal, print, line) : drain(events, print));
	} finally {
		release();
	}
}

/** How the command was started, and whether it is interactive. */
export function invocationOf(
	{directory, json}: CommandLine,
	{noinput}: {noinput?: boolean},
): Omit<Invocation, 'paint' | 'signal'> {
	const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
	return {
		directory: path.resolve(directory),
		interactive: isTerminal && !json && !noinput,
		prompt: terminalPrompt(process.stdin, process.stdout),
		stdin: process.stdin,
	};
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

/** Writes every event to the journal before printing it. */
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

/** Prints an expected failure; rethrows a bug. */
function report(error: unknown, line: CommandLine, print: (event: Event) => void): ExitCode {
	if (!isCommandError(error)) throw error;
	print({type: 'error', ...dataOf(error)});
	if (line.traceback)
		streams.error(`${(error.cause as Error | undefined)?.stack ?? error.stack}\n`);
	return error.exitCode;
}

/**
 * The reader of a pipe may close it early (`quarterdeck status | head -1`). Commands that change
 * data continue; others end.
 */
function whenNobodyReads(then: () => void): void {
	process.stdout.on('error', then);
	process.stderr.on('error', then);
}
