import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {exitCodes} from '../../errors/command-error.ts';
import type {Event, Question} from '../../runs/events.ts';
import {parseLine} from '../../runs/file-ends.ts';
import {journalPath, newRunId, runIdVariable} from '../../runs/journal.ts';
import {readLines} from '../../runs/line-reader.ts';
import {commandEnvironment, commandFile, type RunEnd} from '../../runs/start-run.ts';
import {isColoured} from '../drawing/theme.ts';
import type {KnownCommand} from './known-commands.ts';

/** The answers of `help` and of the superuser's form, beside the events of every command. */
export type CommandLineOut =
	| Event
	| {type?: undefined; commands: KnownCommand[]}
	| ({type: 'form'} & SuperuserQuestions)
	| {type: 'field-errors'; errors: Record<string, string[]>};

/** What the form for a superuser asks; only what differs from the usual one is given. */
export interface SuperuserQuestions {
	/** Offered as the name. */
	username: string;
	usernameLabel?: string;
	asksEmail?: boolean;
	/** What the project's own entity of users demands besides. */
	questions?: {name: string; label: string}[];
}

/** A command that was started, and whose answer is waited for. */
export interface RunningCommand {
	ended: Promise<RunEnd>;
	/** Sends one JSON line to its stdin. */
	send(message: object): void;
	/** Asks it to end. */
	interrupt(): void;
}

/** Runs a command whose answer is wanted here and now, and hands on what it reports. */
export function runCommand(
	root: string,
	words: string[],
	onEvent: (event: CommandLineOut) => void,
): RunningCommand {
	const child = spawn(process.execPath, [commandFile(), '--project', root, ...words, '--json'], {
		cwd: root,
		stdio: ['pipe', 'pipe', 'pipe'],
		env: commandEnvironment(),
	});
	let stderr = '';
	child.stdin.on('error', () => {});
	child.stderr.setEncoding('utf8').on('data', text => {
		stderr = (stderr + text).slice(-4000);
	});
	createInterface({input: child.stdout}).on('line', line => {
		const event = parseLine<CommandLineOut>(line);
		if (event) onEvent(event);
		// It has said all it will; an open stdin must not keep it.
		if (event?.type === 'run-ended') child.stdin.end();
	});
	return {
		ended: endOf(child, () => stderr.trim()),
		send: message => child.stdin.write(`${JSON.stringify(message)}\n`),
		interrupt: () => child.kill('SIGINT'),
	};
}

/** A command whose output is shown as text. */
export interface ShownCommand extends Pick<RunningCommand, 'interrupt'> {
	/** `question`: the one whose answer it needs, where it keeps a journal. */
	ended: Promise<RunEnd & {question?: Question}>;
}

/** Runs a command line as a person would read it. @param onText its output and errors, as they come */
export function runText(
	root: string,
	words: string[],
	onText: (text: string) => void,
): ShownCommand {
	const run = newRunId();
	const child = spawn(process.execPath, [commandFile(), '--project', root, ...words], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...commandEnvironment(),
			[runIdVariable]: run,
			...(isColoured() && {FORCE_COLOR: '1'}),
		},
	});
	child.stdout.setEncoding('utf8').on('data', onText);
	child.stderr.setEncoding('utf8').on('data', onText);
	return {
		ended: endOf(child, () => '').then(end => ({...end, question: questionIn(root, run)})),
		interrupt: () => child.kill('SIGINT'),
	};
}

function questionIn(root: string, run: string): Question | undefined {
	const events = readLines(journalPath(root, run)).map(line => parseLine<Event>(line));
	return events.find(event => event?.type === 'question');
}

function endOf(child: ChildProcess, stderr: () => string): Promise<RunEnd> {
	return new Promise(resolve => {
		child.once('error', error => resolve({exitCode: exitCodes.failed, stderr: error.message}));
		child.once('close', code => resolve({exitCode: code ?? exitCodes.failed, stderr: stderr()}));
	});
}
