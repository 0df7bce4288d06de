import path from 'node:path';
import type {Invocation} from '../command-definition/invocation.ts';
import {dataOf, type ExitCode, exitCodes, isCommandError} from '../errors/command-error.ts';
import {systemFailure} from '../errors/system-error.ts';
import {mapStacks} from '../node/source-maps.ts';
import {type Event, log} from '../runs/events.ts';
import type {Journal} from '../runs/journal.ts';
import {nameThisProcess} from '../system/own-name.ts';
import {packageVersion} from '../system/package-files.ts';
import {coloured, type Paint, plain, wantsColour} from '../terminal/colours.ts';
import {consoleApart} from '../terminal/console-apart.ts';
import {jsonPrinter, type Streams, textPrinter} from '../terminal/output.ts';
import {terminalPrompt} from '../terminal/terminal-prompt.ts';
import {completionsOf} from './completion.ts';
import {type FoundCommand, findCommand, listCommands} from './find.ts';
import {helpOf, helpOfAll} from './help.ts';
import {interruption} from './interruption.ts';
import {openJournal, wantsJournal} from './open-journal.ts';
import {type CommandLine, verifyCommandLine} from './parse.ts';
import {readWords} from './read-words.ts';

interface CommandLineRun {
	line: CommandLine;
	streams: Streams;
	paint: Paint;
	print: (event: Event) => void;
}

/**
 * Runs one command line and prints its events.
 * @param streams those of the process if not given
 * @returns the exit code
 * @throws only bugs; expected failures are printed
 */
export async function runCommandLine(
	line: CommandLine,
	streams: Streams = process,
): Promise<ExitCode> {
	whenNobodyReads(streams, () => {});
	if (line.json && streams === process) consoleApart();
	const paint = !line.noColor && wantsColour(streams.stdout) ? coloured : plain;
	const print = line.json ? jsonPrinter(streams) : textPrinter(streams, paint);
	try {
		if (line.version) return answer(print, {text: packageVersion()}, packageVersion());
		const directory = path.resolve(line.directory);
		if (line.command === '__complete') {
			const found = await completionsOf(line.words.slice(1), directory);
			return answer(print, found, found.map(one => one.join('\t')).join('\n'));
		}
		const isHelp = line.command === 'help';
		const name = isHelp ? line.words[0] : line.command;
		if ((isHelp || line.help) && name === undefined) {
			const listed = await listCommands(directory);
			return answer(print, {commands: listed}, helpOfAll(listed));
		}
		verifyCommandLine(line);
		const found = await findCommand(name ?? 'status', directory);
		if (isHelp || line.help) return answer(print, ...helpOf(found));
		return await runCommand(found, {line, streams, paint, print});
	} catch (error) {
		return report(error, {line, streams, print});
	}
}

function answer(print: (event: Event) => void, value: object, text: string): ExitCode {
	print({type: 'result', value, text});
	return exitCodes.done;
}

async function runCommand(found: FoundCommand, commandLine: CommandLineRun): Promise<ExitCode> {
	const {line, streams, paint, print} = commandLine;
	const {name, signature} = found;
	nameThisProcess(`quarterdeck ${name}`, name === 'shell' || undefined);
	mapStacks();
	const {signal, interrupt, release} = interruption(signature.leavesInterrupts);
	try {
		const values = readWords(name, signature, line.words);
		const invocation = {...invocationOf(line, values, streams), paint, signal};
		const isKept = wantsJournal(signature, values);
		if (!isKept) whenNobodyReads(streams, interrupt);
		const journal = isKept
			? openJournal(name, signature, line.words, values, invocation.directory)
			: undefined;
		const events = found.run(values, invocation);
		return await (journal ? runWithJournal(events, journal, commandLine) : drain(events, print));
	} finally {
		release();
	}
}

/** How the command was started, and whether it is interactive. */
function invocationOf(
	{directory, json}: CommandLine,
	{noinput}: {noinput?: boolean},
	{stdin, stdout}: Streams,
): Omit<Invocation, 'paint' | 'signal'> {
	const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
	return {
		directory: path.resolve(directory),
		interactive: isTerminal && !json && !noinput,
		prompt: terminalPrompt(stdin, stdout),
		stdin,
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

/** Writes every event to the journal before printing it. Says at the end if it cannot be written. */
async function runWithJournal(
	events: AsyncGenerator<Event, ExitCode | void>,
	journal: Journal,
	{line, streams, paint, print}: CommandLineRun,
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
		exitCode = report(error, {line, streams, print: both});
	} finally {
		both({type: 'run-ended', exitCode});
		journal.end(exitCode);
		if (journal.failure) textPrinter(streams, paint)(log.warning(journal.failure));
	}
	return exitCode;
}

/** Prints an expected failure, and one of the system; rethrows a bug. */
function report(error: unknown, {line, streams, print}: Omit<CommandLineRun, 'paint'>): ExitCode {
	const failure = isCommandError(error) ? error : systemFailure(error);
	if (!failure) throw error;
	print({type: 'error', ...dataOf(failure)});
	if (line.traceback)
		streams.stderr.write(`${(failure.cause as Error | undefined)?.stack ?? failure.stack}\n`);
	return failure.exitCode;
}

/**
 * The reader of a pipe may close it early (`quarterdeck status | head -1`). Commands that change
 * data continue; others end.
 */
function whenNobodyReads({stdout, stderr}: Streams, then: () => void): void {
	stdout.on('error', then);
	stderr.on('error', then);
}
