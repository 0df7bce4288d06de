import {type ChildProcess, spawn} from 'node:child_process';
import {exitCodes} from '../../errors/command-error.ts';
import type {Event, Question} from '../../runs/events.ts';
import {parseLine} from '../../runs/files/file-ends.ts';
import {readLines} from '../../runs/files/line-reader.ts';
import {LineSplitter, linesOf} from '../../runs/files/line-splitter.ts';
import {journalPath, newRunId, runIdVariable} from '../../runs/journal.ts';
import {commandEnvironment, commandFile, type RunEnd} from '../../runs/start-run.ts';
import {isColoured} from '../drawing/theme.ts';

/** What `help` and the superuser form answer, besides the events of every command. */
export type CommandLineOut =
	| Event
	| {type?: undefined; commands: KnownCommand[]}
	| ({type: 'form'} & SuperuserQuestions)
	| {type: 'field-errors'; errors: Record<string, string[]>};

/** The questions of the superuser form; fields that are missing have their usual value. */
export interface SuperuserQuestions {
	/** The suggested name. */
	username: string;
	usernameLabel?: string;
	asksEmail?: boolean;
	/** Further fields that the project's own user entity requires. */
	questions?: {name: string; label: string}[];
}

export interface RunningCommand {
	ended: Promise<RunEnd>;
	send(message: object): void;
	interrupt(): void;
}

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
	const lines = new LineSplitter();
	const read = (line: string) => {
		const event = parseLine<CommandLineOut>(line);
		if (event) onEvent(event);
		// An open stdin would keep the process alive.
		if (event?.type === 'run-ended') child.stdin.end();
	};
	child.stdout.on('data', bytes => linesOf(lines.split(bytes)).forEach(read));
	return {
		ended: endOf(child, () => stderr.trim()),
		send: message => child.stdin.write(`${JSON.stringify(message)}\n`),
		interrupt: () => child.kill('SIGINT'),
	};
}

export interface ShownCommand extends Pick<RunningCommand, 'interrupt'> {
	/** `question`: the one that needs an answer, if the command keeps a journal. */
	ended: Promise<RunEnd & {question?: Question}>;
}

/** Runs a command line for its text. @param onText gets output and errors as they come */
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

export interface KnownCommand {
	/** `check`, `accounts:import` */
	name: string;
	summary: string;
}

/** The commands of Quarterdeck and of the project's apps, as `help --json` lists them. */
export class KnownCommands {
	readonly #root: () => string;
	known: KnownCommand[] = [];
	#isReading = false;

	constructor(root: () => string) {
		this.#root = root;
	}

	/** Reads the list again: apps may get commands while the dashboard is open. */
	read(then: () => void): void {
		if (this.#isReading) return;
		this.#isReading = true;
		let known: KnownCommand[] = [];
		const {ended} = runCommand(this.#root(), ['help'], answer => {
			if (answer.type === undefined) known = answer.commands;
		});
		ended.then(({exitCode}) => {
			this.#isReading = false;
			if (exitCode !== exitCodes.done) return;
			this.known = known;
			then();
		});
	}
}
