import {type ChildProcess, fork} from 'node:child_process';
import type {Server} from 'node:net';
import {packageFile} from '../../system/package-files.ts';
import {identify, type ProcessIdentity} from '../../system/process-identity.ts';
import type {Failure} from '../control/failure.ts';
import type {Answer, FromChild, Listening, Order, Question, ToChild} from '../control/messages.ts';

export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
	/** What the child could still say about its end. */
	failure?: Failure;
}

export interface Listeners {
	/** May come again: an application can take another port. */
	listening(at: Listening): void;
	failed(failure: Failure): void;
	/** It ended although nobody had told it to. */
	ended(exit: Exit): void;
	/** It did not leave when it was asked to, and was killed. */
	killed(): void;
	asked(question: Question): Promise<Answer & {handle?: Server}>;
	/** It has started a program that is to be ended with it. */
	spawned(session: ProcessIdentity): void;
	/** What it prints is lost. */
	logFailed(reason: string): void;
}

/** Milliseconds that a child has to leave before it is killed. */
const patience = 3000;

/** One child of the runner: waiting, then the application or its failure page, then leaving. */
export class ApplicationProcess {
	phase: 'waiting' | 'starting' | 'running' | 'failed' | 'leaving' = 'waiting';
	/** An edited template shows without a fresh process. */
	readsTemplates = false;
	/** The modules of packages that it has loaded. */
	packages: string[] = [];
	readonly identity: ProcessIdentity;
	/** Resolves when the process is gone. */
	readonly gone: Promise<void>;
	readonly #child: ChildProcess;
	readonly #closed: Promise<void>;
	#listeners: Listeners | undefined;
	#crash: Failure | undefined;

	/** @param output file descriptor of the log */
	constructor(root: string, output: number, env: NodeJS.ProcessEnv) {
		const child = fork(packageFile('dist/server/child.js'), [root], {
			cwd: root,
			env,
			// Node 22 warns about the type stripping that projects rely on.
			execArgv: ['--disable-warning=ExperimentalWarning'],
			stdio: ['ignore', output, output, 'ipc'],
		});
		this.#child = child;
		this.identity = identify(child.pid ?? 0);
		this.gone = new Promise(resolve =>
			child.once('exit', () => resolve()).once('error', () => resolve()),
		);
		this.#closed = new Promise(resolve => {
			child.on('message', (message: FromChild) => message.type === 'closed' && resolve());
			void this.gone.then(resolve);
		});
		child.on('message', (message: FromChild) => this.#hear(message));
		child.on('error', () => {});
		child.once('exit', (code, signal) => {
			if (this.phase === 'leaving') return;
			this.#listeners?.ended({code, signal, failure: this.#crash});
		});
	}

	get hasEnded(): boolean {
		return this.#child.exitCode !== null || this.#child.signalCode !== null;
	}

	/** Loads what the order will want anyway, ahead of it. */
	warm(modules: string[]): void {
		this.#send({type: 'warm', modules});
	}

	obey(order: Order, listeners: Listeners): void {
		this.phase = order.failure ? 'failed' : 'starting';
		this.#listeners = listeners;
		this.#send({type: 'order', order});
	}

	/**
	 * Asks the process to leave, and kills it when it does not within three seconds.
	 * @returns when it takes no more connections; answers under way may still be ending
	 */
	async retire(): Promise<void> {
		if (this.phase !== 'leaving') {
			this.phase = 'leaving';
			this.#child.kill('SIGTERM');
			const kill = setTimeout(() => {
				this.#child.kill('SIGKILL');
				this.#listeners?.killed();
			}, patience);
			void this.gone.then(() => clearTimeout(kill));
		}
		await this.#closed;
	}

	#hear(message: FromChild): void {
		if (message.type === 'question') void this.#answer(message.id, message.question);
		if (message.type === 'spawned') this.#listeners?.spawned(message.session);
		if (message.type === 'log-failed') this.#listeners?.logFailed(message.reason);
		if (this.phase === 'leaving') return;
		if (message.type === 'crashing') this.#crash = message.failure;
		if (message.type === 'listening' && this.phase !== 'failed') {
			this.phase = 'running';
			this.readsTemplates = message.readsTemplates;
			this.packages = message.packages;
			this.#listeners?.listening(message.at);
		}
		if (message.type === 'failed' && this.phase === 'starting') {
			this.phase = 'failed';
			this.#listeners?.failed(message.failure);
		}
	}

	async #answer(id: number, question: Question): Promise<void> {
		const {handle, ...answer} = (await this.#listeners?.asked(question)) ?? {};
		this.#send({type: 'answer', id, answer}, handle);
	}

	#send(message: ToChild, handle?: Server): void {
		if (this.#child.connected) this.#child.send(message, handle, {}, () => {});
	}
}
