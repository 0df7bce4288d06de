import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {type ErrorData, exitCodes} from '../errors/command-error.ts';
import {retryDelay} from '../system/retry-delay.ts';
import {parseLine} from './files/file-ends.ts';
import {LineSplitter, linesOf} from './files/line-splitter.ts';
import type {ProjectStatus} from './project-status.ts';
import {commandEnvironment, commandFile} from './start-run.ts';

export interface StatusListener {
	onStatus(status: ProjectStatus): void;
	/**
	 * Why the project cannot be read at the moment, as one sentence. It is retried.
	 * @param isGone there is no project any more
	 */
	onLost(sentence: string, isGone: boolean): void;
	/** There has never been a project, or not one of this user. It is not retried. */
	onNoProject(error: ErrorData): void;
}

/** While one waits for them, a settings file or a folder that is put back is seen after so many seconds. */
const longestAbsence = 4;

type ErrorLine = {type: 'error'} & ErrorData;

/** The one process that watches the project's status. What it reports before `listen` is kept. */
export class StatusWatch {
	readonly #directory: string;
	#child: ChildProcess | undefined;
	#listener: StatusListener | undefined;
	/** What happened before `listen`. */
	#early: ((listener: StatusListener) => void)[] = [];
	#failures = 0;
	#hasStatus = false;
	#lost: string | undefined;
	#timer: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(directory: string) {
		this.#directory = directory;
		this.#start();
	}

	listen(listener: StatusListener): void {
		this.#listener = listener;
		for (const notify of this.#early.splice(0)) notify(listener);
	}

	/** Reads everything again, in a new process. */
	reread(): void {
		clearTimeout(this.#timer);
		this.#failures = 0;
		const old = this.#child;
		this.#child = undefined;
		old?.kill('SIGKILL');
		this.#start();
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
		// It only reads, so it can be killed.
		this.#child?.kill('SIGKILL');
		this.#child = undefined;
	}

	#start(): void {
		if (this.#stopped) return;
		const child = spawn(
			process.execPath,
			[
				commandFile(),
				'--project',
				this.#directory,
				'status',
				'--watch',
				'--until-sources-change',
				'--json',
			],
			{
				stdio: ['pipe', 'pipe', 'pipe'],
				env: commandEnvironment(),
				// The working folder of this process may have been removed and made again.
				cwd: existsSync(this.#directory) ? this.#directory : path.parse(this.#directory).root,
			},
		);
		this.#child = child;
		let stderr = '';
		let failure: ErrorLine | undefined;
		child.stdin!.on('error', () => {});
		child.stderr!.setEncoding('utf8').on('data', text => {
			stderr = (stderr + text).slice(-4000);
		});
		const lines = new LineSplitter();
		const read = (line: string) => {
			const value = parseLine<ProjectStatus | ErrorLine>(line);
			if (!value || child !== this.#child) return;
			if ('type' in value) failure = value.type === 'error' ? value : failure;
			else {
				this.#failures = 0;
				this.#hasStatus = true;
				this.#lost = undefined;
				this.#notify(listener => listener.onStatus(value));
			}
		};
		child.stdout!.on('data', bytes => linesOf(lines.split(bytes)).forEach(read));
		child.once('error', error => this.#ended(child, 1, failure, error.message));
		child.once('close', code => this.#ended(child, code, failure, stderr));
	}

	#ended(
		child: ChildProcess,
		code: number | null,
		failure: ErrorLine | undefined,
		stderr: string,
	): void {
		if (child !== this.#child) return;
		this.#child = undefined;
		if (code === exitCodes.sourcesChanged) this.#start();
		else if (failure && isAbsence(failure) && !this.#hasStatus)
			this.#notify(one => one.onNoProject(failure));
		else if (failure?.code === 'no-project') this.#waitForProject(failure);
		else {
			const why = failure?.message ?? lastLine(stderr) ?? `it ended with ${code}`;
			this.#tryAgain(`The project cannot be read: ${why}`, retryDelay(++this.#failures));
		}
	}

	/** With a file, that is there, and no settings at the moment. */
	#waitForProject({file, message}: ErrorLine): void {
		const sentence = file
			? `The project cannot be read: ${message}`
			: `The project is gone, and is shown again when it is back: ${this.#directory}`;
		this.#tryAgain(sentence, Math.min(retryDelay(++this.#failures), longestAbsence), !file);
	}

	/** Says each reason once. */
	#tryAgain(why: string, seconds: number, isGone = false): void {
		if (why !== this.#lost) this.#notify(listener => listener.onLost(why, isGone));
		this.#lost = why;
		this.#timer = setTimeout(() => this.#start(), seconds * 1000);
	}

	#notify(notify: (listener: StatusListener) => void): void {
		if (this.#listener) notify(this.#listener);
		else this.#early.push(notify);
	}
}

function isAbsence({code}: ErrorLine): boolean {
	return code === 'no-project' || code === 'untrusted-project';
}

/** Node prints the message of an uncaught error above the stack. */
function lastLine(stderr: string): string | undefined {
	const lines = stderr.trim().split('\n');
	return lines.findLast(line => /^\w*Error\b/.test(line)) ?? (lines.at(-1) || undefined);
}
