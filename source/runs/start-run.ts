import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync, rmSync} from 'node:fs';
import {exitCodes} from '../errors/command-error.ts';
import {packageFile} from '../system/package-files.ts';
import {followJournal, type StampedEvent} from './follow-journal.ts';
import {newRunId, runIdVariable} from './journal.ts';
import {endKilledRun} from './killed-run.ts';
import {ensureStateFolder, statePath} from './state-folder.ts';

export interface StartedRun {
	/** The journal's name. */
	run: string;
	/** Settles when the process has ended. */
	ended: Promise<RunEnd>;
	/** Asks the run to end after what it is doing. */
	interrupt(): void;
}

export interface RunEnd {
	exitCode: number;
	/** What it said on stderr: the stack of a bug; an expected failure stands in the journal. */
	complaint: string;
}

/** The program that a command is run with: the one that is running, in every installation. */
export function commandFile(environment: NodeJS.ProcessEnv = process.env): string {
	return environment.QUARTERDECK_CLI ?? packageFile('dist/cli.js');
}

/** The environment of a command that nobody looks at. */
export function commandEnvironment(): NodeJS.ProcessEnv {
	const {FORCE_COLOR, [runIdVariable]: _, ...environment} = process.env;
	return environment;
}

/**
 * Starts a command in a session of its own: it ends neither with this process nor with the
 * terminal, and writes what it does to `.quarterdeck/runs/<run>.ndjson`.
 */
export function startRun(root: string, words: string[]): StartedRun {
	const run = newRunId();
	ensureStateFolder(root, 'runs');
	const complaints = statePath(root, 'runs', `${run}.stderr`);
	const stderr = openSync(complaints, 'a', 0o600);
	const child = spawn(process.execPath, [commandFile(), '--project', root, ...words, '--json'], {
		cwd: root,
		detached: true,
		stdio: ['ignore', 'ignore', stderr],
		env: {...commandEnvironment(), [runIdVariable]: run},
	});
	closeSync(stderr);
	const ended = new Promise<RunEnd>(resolve => {
		child.once('error', error => resolve({exitCode: exitCodes.failed, complaint: error.message}));
		child.once('exit', (code, signal) => {
			if (signal) endKilledRun(root, run, signal);
			resolve({exitCode: code ?? exitCodes.failed, complaint: takeText(complaints)});
		});
	});
	child.unref();
	return {run, ended, interrupt: () => child.kill('SIGINT')};
}

function takeText(file: string): string {
	try {
		const text = readFileSync(file, 'utf8').trim();
		if (text === '') rmSync(file);
		return text.slice(-4000);
	} catch {
		return '';
	}
}

/** Starts a run and hands on what its journal says, to its end. */
export function followRun(
	root: string,
	words: string[],
	onEvent: (event: StampedEvent) => void,
): StartedRun {
	const started = startRun(root, words);
	const following = followJournal(root, started.run, onEvent);
	const ended = started.ended.then(end => {
		following.stop();
		return end;
	});
	return {...started, ended};
}
