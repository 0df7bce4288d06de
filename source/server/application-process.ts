import {type ChildProcess, fork} from 'node:child_process';
import type {Server} from 'node:net';
import {packageFile} from '../package-files.ts';
import type {Failure} from './failure.ts';
import {identify, type ProcessIdentity} from './process-identity.ts';

export interface ListenOrder {
	host: string;
	port: number;
	url: string;
}

/** What a child is to do; it is forked before, so that Node's own start overlaps with other work. */
export interface Order {
	root: string;
	listen: ListenOrder;
	/** Only answer with this failure; the project is not loaded. */
	failure?: Failure;
}

export type ChildMessage =
	/** `readsTemplates`: anew at each request, so that an edited one needs no fresh process. */
	| {type: 'listening'; readsTemplates: boolean}
	/** The application cannot run; the child answers with the failure. */
	| {type: 'failed'; failure: Failure}
	/** An exception that nobody caught is about to end the child. */
	| {type: 'crashing'; failure: Failure}
	/** No new connection is taken any more. */
	| {type: 'closed'};

export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
	/** What the child could still say about its end. */
	failure?: Failure;
}

export interface Listeners {
	listening(): void;
	failed(failure: Failure): void;
	/** It ended although nobody had told it to. */
	ended(exit: Exit): void;
}

/** Milliseconds that a child has to leave before it is killed. */
const patience = 3000;

/** One child of the runner: waiting, then the application or its failure page, then leaving. */
export class ApplicationProcess {
	phase: 'waiting' | 'starting' | 'running' | 'failed' | 'leaving' = 'waiting';
	/** An edited template shows without a fresh process. */
	readsTemplates = false;
	readonly identity: ProcessIdentity;
	/** Resolves when the process is gone. */
	readonly gone: Promise<void>;
	readonly #child: ChildProcess;
	readonly #closed: Promise<void>;
	#crash: Failure | undefined;

	/** @param output file descriptor of the log */
	constructor(root: string, output: number, env: NodeJS.ProcessEnv, listeners: Listeners) {
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
			child.on('message', (message: ChildMessage) => message.type === 'closed' && resolve());
			void this.gone.then(resolve);
		});
		child.on('message', (message: ChildMessage) => this.#hear(message, listeners));
		child.on('error', () => {});
		child.once('exit', (code, signal) => {
			if (this.phase !== 'leaving') listeners.ended({code, signal, failure: this.#crash});
		});
	}

	obey(order: Order, handle: Server | undefined): void {
		this.phase = order.failure ? 'failed' : 'starting';
		if (this.#child.connected) this.#child.send(order, handle, {}, () => {});
	}

	/**
	 * Asks the process to leave, and kills it when it does not within three seconds.
	 * @returns when it takes no more connections; answers under way may still be ending
	 */
	async retire(): Promise<void> {
		if (this.phase !== 'leaving') {
			this.phase = 'leaving';
			this.#child.kill('SIGTERM');
			const kill = setTimeout(() => this.#child.kill('SIGKILL'), patience);
			void this.gone.then(() => clearTimeout(kill));
		}
		await this.#closed;
	}

	#hear(message: ChildMessage, listeners: Listeners): void {
		if (this.phase === 'leaving') return;
		if (message.type === 'crashing') this.#crash = message.failure;
		if (message.type === 'listening') {
			this.phase = 'running';
			this.readsTemplates = message.readsTemplates;
			listeners.listening();
		}
		if (message.type === 'failed' && this.phase === 'starting') {
			this.phase = 'failed';
			listeners.failed(message.failure);
		}
	}
}
