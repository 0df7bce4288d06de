import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {exitCodes} from '../../errors/command-error.ts';
import type {Event} from '../../runs/events.ts';
import {parseLine} from '../../runs/file-ends.ts';
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
	let complaint = '';
	child.stdin.on('error', () => {});
	child.stderr.setEncoding('utf8').on('data', text => {
		complaint = (complaint + text).slice(-4000);
	});
	createInterface({input: child.stdout}).on('line', line => {
		const event = parseLine<CommandLineOut>(line);
		if (event) onEvent(event);
		// It has said all it will; an open stdin must not keep it.
		if (event?.type === 'run-ended') child.stdin.end();
	});
	return {
		ended: endOf(child, () => complaint.trim()),
		send: message => child.stdin.write(`${JSON.stringify(message)}\n`),
		interrupt: () => child.kill('SIGINT'),
	};
}

/** Runs a command line as a person would read it. @param onText its output and errors, as they come */
export function runText(
	root: string,
	words: string[],
	onText: (text: string) => void,
): Omit<RunningCommand, 'send'> {
	const child = spawn(process.execPath, [commandFile(), '--project', root, ...words], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...commandEnvironment(), ...(isColoured() && {FORCE_COLOR: '1'})},
	});
	child.stdout.setEncoding('utf8').on('data', onText);
	child.stderr.setEncoding('utf8').on('data', onText);
	return {
		ended: endOf(child, () => ''),
		interrupt: () => child.kill('SIGINT'),
	};
}

function endOf(child: ChildProcess, complaint: () => string): Promise<RunEnd> {
	return new Promise(resolve => {
		child.once('error', error => resolve({exitCode: exitCodes.failed, complaint: error.message}));
		child.once('close', code =>
			resolve({exitCode: code ?? exitCodes.failed, complaint: complaint()}),
		);
	});
}
