import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {type ErrorData, exitCodes} from '../errors/command-error.ts';
import {retryDelay} from '../system/retry-delay.ts';
import {parseLine} from './file-ends.ts';
import type {ProjectStatus} from './project-status.ts';
import {commandEnvironment, commandFile} from './start-run.ts';

export interface StatusListener {
	onStatus(status: ProjectStatus): void;
	/** The project cannot be read at the moment: one sentence. It is tried again. */
	onLost(sentence: string): void;
	/** There is no project. It is not tried again. */
	onNoProject(error: ErrorData): void;
}

type ErrorLine = {type: 'error'} & ErrorData;

/**
 * The one long-lived reader of the project, a process of its own. It is started at once, listened
 * to later: what it says before `listen` is kept.
 */
export class StatusWatch {
	readonly #directory: string;
	#child: ChildProcess | undefined;
	#listener: StatusListener | undefined;
	#unheard: ((listener: StatusListener) => void)[] = [];
	#failures = 0;
	#timer: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(directory: string) {
		this.#directory = directory;
		this.#start();
	}

	listen(listener: StatusListener): void {
		this.#listener = listener;
		for (const tell of this.#unheard) tell(listener);
		this.#unheard = [];
	}

	/** Reads everything afresh, in a new process. */
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
		// It only reads, and may be in the middle of something long.
		this.#child?.kill('SIGKILL');
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
			{stdio: ['pipe', 'pipe', 'pipe'], env: commandEnvironment()},
		);
		this.#child = child;
		let complaint = '';
		let failure: ErrorLine | undefined;
		child.stdin!.on('error', () => {});
		child.stderr!.setEncoding('utf8').on('data', text => {
			complaint = (complaint + text).slice(-4000);
		});
		createInterface({input: child.stdout!}).on('line', line => {
			const value = parseLine<ProjectStatus | ErrorLine>(line);
			if (!value || child !== this.#child) return;
			if ('type' in value) failure = value.type === 'error' ? value : failure;
			else this.#heard(value);
		});
		child.once('error', error => this.#ended(child, 1, failure, error.message));
		child.once('close', code => this.#ended(child, code, failure, complaint));
	}

	#heard(status: ProjectStatus): void {
		this.#failures = 0;
		this.#tell(listener => listener.onStatus(status));
	}

	#ended(
		child: ChildProcess,
		code: number | null,
		failure: ErrorLine | undefined,
		complaint: string,
	): void {
		if (child !== this.#child || this.#stopped) return;
		this.#child = undefined;
		if (code === exitCodes.sourcesChanged) this.#start();
		else if (failure?.code === 'no-project') this.#tell(one => one.onNoProject(failure));
		else this.#tryAgain(failure?.message ?? lastLine(complaint) ?? `it ended with ${code}`);
	}

	#tryAgain(why: string): void {
		this.#tell(listener => listener.onLost(`The project cannot be read: ${why}`));
		const seconds = retryDelay(++this.#failures);
		this.#timer = setTimeout(() => this.#start(), seconds * 1000);
	}

	#tell(tell: (listener: StatusListener) => void): void {
		if (this.#listener) tell(this.#listener);
		else this.#unheard.push(tell);
	}
}

/** The sentence of an uncaught error stands above its stack. */
function lastLine(complaint: string): string | undefined {
	const lines = complaint.trim().split('\n');
	return lines.findLast(line => /^\w*Error\b/.test(line)) ?? (lines.at(-1) || undefined);
}
