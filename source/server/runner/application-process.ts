import {type ChildProcess, fork} from 'node:child_process';
import {systemFailure} from '../../errors/system-error.ts';
import type {Imported} from '../../project/import/follow-imports.ts';
import type {Sources} from '../../project/watch/interest.ts';
import {packageFile} from '../../system/package-files.ts';
import {identify, type ProcessIdentity} from '../../system/process-identity.ts';
import {describeFailure, type Failure} from '../control/failure.ts';
import type {FromChild, HeldSocket, Listening, Order, ToChild} from '../control/messages.ts';
import type {BindFailure} from './bind-failure.ts';
import type {SocketPool} from './socket-pool.ts';

export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
	/** The reason the child reported before it exited. */
	failure?: Failure;
}

export interface Listeners {
	/** May be called again: an application can switch to another port. */
	listening(at: Listening): void;
	failed(failure: Failure): void;
	/** It has read its settings, which say what else to watch. */
	described(sources: Sources): void;
	imported(files: Imported[]): void;
	/** It exited without being asked to. */
	ended(exit: Exit): void;
	/** It did not exit in time and was killed. */
	killed(): void;
	/** A server of it listens. @param handle a copy of its socket, to be closed */
	bound(socket: HeldSocket, handle: unknown): void;
	/** It has closed a socket that was `bound`, or one that it was given. */
	released(id: string): void;
	/** A server of it could not listen. */
	notBound(failure: BindFailure): void;
	/** It started a program that must end with it. */
	spawned(session: ProcessIdentity): void;
	/** Its output is lost. */
	logFailed(reason: string): void;
}

/** Milliseconds a child has to exit before it is killed. */
const killTimeout = 3000;

/** Milliseconds after its end in which what a child has reported may still arrive. */
const reportTimeout = 1000;

/** Its last messages may arrive after its end: among them is why it ends. */
async function reported(child: ChildProcess): Promise<void> {
	if (!child.connected) return;
	await new Promise<void>(resolve => {
		const timer = setTimeout(resolve, reportTimeout);
		child.once('disconnect', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}

/** A child of the runner. It waits, runs the application or its failure page, then exits. */
export class ApplicationProcess {
	phase: 'waiting' | 'starting' | 'running' | 'failed' | 'leaving' = 'waiting';
	/** Whether templates are read at each request, so that editing one needs no reload. */
	readsTemplates = false;
	/** URLs of the package modules it has loaded. */
	packages: string[] = [];
	/** The files it has imported, or tried to. */
	readonly imported = new Set<string>();
	/** Whether it has answered a request. */
	hasAnswered = false;
	readonly identity: ProcessIdentity;
	/** Called just before it is asked to exit, and before it is killed. */
	onLeaving: () => void = () => {};
	/** Resolves when the process has exited. */
	readonly gone: Promise<void>;
	readonly #child: ChildProcess;
	readonly #closed: Promise<void>;
	#listeners: Listeners | undefined;
	#crash: Failure | undefined;
	/** Why the system did not start the process. */
	#unstarted: Failure | undefined;

	/** @param output file descriptor of the log */
	constructor(root: string, output: number, env: NodeJS.ProcessEnv) {
		const child = fork(packageFile('dist/server/child.js'), [root], {
			cwd: root,
			// A session of its own tells what it has started.
			detached: true,
			env,
			// Node 22 warns about the type stripping that projects rely on.
			execArgv: ['--disable-warning=ExperimentalWarning', '--enable-source-maps'],
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
		child.on('message', (message: FromChild, handle) => this.#receive(message, handle));
		child.on('error', error => {
			if (child.pid !== undefined) return;
			this.#unstarted = describeFailure(systemFailure(error) ?? error, root);
			this.#reportUnstarted();
		});
		child.once('exit', (code, signal) => {
			void reported(child).then(() => {
				if (this.phase === 'leaving') return;
				this.#listeners?.ended({code, signal, failure: this.#crash});
			});
		});
	}

	get hasEnded(): boolean {
		return this.#child.exitCode !== null || this.#child.signalCode !== null;
	}

	/** Loads packages before the order to start arrives. */
	warm(modules: string[]): void {
		this.#send({type: 'warm', modules});
	}

	/** @param sockets of the application before, which it may use */
	start(order: Order, listeners: Listeners, sockets: SocketPool['all'] = []): void {
		this.phase = order.failure ? 'failed' : 'starting';
		this.#listeners = listeners;
		for (const {socket, handle} of sockets) this.#send({type: 'socket', socket}, handle);
		this.#send({type: 'order', order});
		// The caller does not expect the end of the process before it has ordered the start.
		setImmediate(() => this.#reportUnstarted());
	}

	#reportUnstarted(): void {
		const failure = this.#unstarted;
		if (!failure || !this.#listeners || this.phase === 'leaving') return;
		this.#unstarted = undefined;
		this.#listeners.ended({code: null, signal: null, failure});
	}

	/**
	 * Asks the process to exit, and kills it if it has not after three seconds.
	 * @returns once it accepts no more connections; responses in progress may still be finishing
	 */
	async retire(): Promise<void> {
		if (this.phase !== 'leaving') {
			this.phase = 'leaving';
			this.onLeaving();
			this.#child.kill('SIGTERM');
			const kill = setTimeout(() => {
				this.onLeaving();
				this.#child.kill('SIGKILL');
				this.#listeners?.killed();
			}, killTimeout);
			void this.gone.then(() => clearTimeout(kill));
		}
		await this.#closed;
	}

	#receive(message: FromChild, handle: unknown): void {
		if (message.type === 'bound') {
			this.#listeners?.bound(message.socket, handle);
			this.#send({type: 'held', id: message.socket.id});
		}
		if (message.type === 'released') this.#listeners?.released(message.id);
		if (message.type === 'spawned') this.#listeners?.spawned(message.session);
		if (message.type === 'log-failed') this.#listeners?.logFailed(message.reason);
		if (message.type === 'answered') this.hasAnswered = true;
		if (this.phase === 'leaving') return;
		if (message.type === 'sources') this.#listeners?.described(message.sources);
		if (message.type === 'imported') {
			for (const [file] of message.files) this.imported.add(file);
			this.#listeners?.imported(message.files);
		}
		if (message.type === 'not-bound') this.#listeners?.notBound(message);
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

	#send(message: ToChild, handle?: unknown): void {
		if (this.#child.connected) this.#child.send(message, handle as never, {}, () => {});
	}
}
