import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {exitCodes, isCommandError} from '../errors/command-error.ts';
import {systemFailure} from '../errors/system-error.ts';
import {packageFile} from '../system/package-files.ts';
import {removeIfPossible} from '../system/remove-file.ts';
import {followJournal, type StampedEvent} from './follow-journal.ts';
import {newRunId, runIdVariable} from './journal.ts';
import {endKilledRun} from './killed-run.ts';
import {ensureStateFolder, statePath} from './state-folder.ts';

export interface StartedRun {
	/** The journal's name. */
	run: string;
	/** Settles when the process has ended. */
	ended: Promise<RunEnd>;
	/** Asks the run to end after its current step. */
	interrupt(): void;
}

export interface RunEnd {
	exitCode: number;
	/** Its stderr: the stack of a bug. An expected failure is in the journal. */
	stderr: string;
}

/** The running program itself, however it is installed. */
export function commandFile(environment: NodeJS.ProcessEnv = process.env): string {
	return environment.QUARTERDECK_CLI ?? packageFile('dist/cli.js');
}

/** The environment of a command without a terminal. */
export function commandEnvironment(): NodeJS.ProcessEnv {
	const {FORCE_COLOR, [runIdVariable]: _, ...environment} = process.env;
	return environment;
}

/**
 * Starts a command in a session of its own. It outlives this process, and writes its journal. Where the
 * system does not let it, the run has ended with a sentence.
 */
export function startRun(root: string, words: string[]): StartedRun {
	const run = newRunId();
	try {
		return start(root, run, words);
	} catch (error) {
		const failure = isCommandError(error) ? error : systemFailure(error);
		if (!failure) throw error;
		const stderr = `${failure.message}\n${failure.hint}`;
		return {run, ended: Promise.resolve({exitCode: exitCodes.failed, stderr}), interrupt() {}};
	}
}

function start(root: string, run: string, words: string[]): StartedRun {
	ensureStateFolder(root, 'runs');
	const stderrFile = statePath(root, 'runs', `${run}.stderr`);
	const descriptor = openSync(stderrFile, 'a', 0o600);
	const child = spawn(process.execPath, [commandFile(), '--project', root, ...words, '--json'], {
		cwd: root,
		detached: true,
		stdio: ['ignore', 'ignore', descriptor],
		env: {...commandEnvironment(), [runIdVariable]: run},
	});
	closeSync(descriptor);
	const ended = new Promise<RunEnd>(resolve => {
		child.once('error', error => {
			const stderr = systemFailure(error)?.message ?? error.message;
			resolve({exitCode: exitCodes.failed, stderr});
		});
		child.once('exit', (code, signal) => {
			if (signal) endKilledRun(root, run, signal);
			resolve({exitCode: code ?? exitCodes.failed, stderr: takeText(stderrFile)});
		});
	});
	child.unref();
	return {run, ended, interrupt: () => child.kill('SIGINT')};
}

function takeText(file: string): string {
	try {
		const text = readFileSync(file, 'utf8').trim();
		if (text === '') removeIfPossible(file);
		return text.slice(-4000);
	} catch {
		return '';
	}
}

/** Starts a run and passes on the events of its journal until it ends. */
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
