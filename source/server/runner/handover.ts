import type {Interest} from '../../project/watch/interest.ts';
import {type Address, urlOf} from '../control/address.ts';
import type {Failure} from '../control/failure.ts';
import type {Inspect} from '../control/inspect.ts';
import type {Chosen, Listening} from '../control/messages.ts';
import type {ApplicationProcess, Listeners} from './application-process.ts';
import type {ChildProcesses} from './child-processes.ts';
import {CrashHandling} from './crash-handling.ts';
import type {RecordWriter} from './record-writer.ts';
import type {SocketPool} from './socket-pool.ts';
import type {StartRefusal} from './start-refusal.ts';
import {Timers} from './timers.ts';

export interface HandoverOptions {
	root: string;
	/** Where to listen. An application that chooses its own port changes this. */
	address: Required<Address>;
	chosen?: Chosen;
	inspect?: Inspect;
	children: ChildProcesses;
	sockets: SocketPool;
	writer: RecordWriter;
	/** Learns what the applications import. */
	interest: Interest;
	say: (line: string) => void;
	/** The log of an application could not be written. */
	logFailed: (reason: string) => void;
}

/** Milliseconds until a slow start is reported, and until it is given up. */
const timeouts = {notice: 10_000, start: 30_000};

/** Milliseconds in which what an application does belongs to its start. */
const fresh = 1000;

/** Hands the sockets from one application to the next, or to a process that answers why none runs. */
export class Handover {
	readonly #options: HandoverOptions;
	readonly #crashes: CrashHandling;
	readonly #timers = new Timers();
	#address: Required<Address>;
	#current: ApplicationProcess | undefined;
	#isOver = false;
	/** When the application ran or failed, on this process's clock. */
	#settledAt = Number.NEGATIVE_INFINITY;

	constructor(options: HandoverOptions) {
		this.#options = options;
		this.#address = options.address;
		const {writer, say} = options;
		this.#crashes = new CrashHandling({
			...{writer, say},
			answerWith: failure => this.#answerWith(failure),
			retry: milliseconds => this.#retry(milliseconds),
		});
	}

	/** Why there can be no server at all. */
	get refusal(): StartRefusal {
		return this.#crashes.refusal;
	}

	/** Forks the first process early, so that Node's start overlaps with other work. @returns starts the application in it */
	begin(): () => void {
		const first = this.#options.children.fork();
		this.#current = first;
		return () => {
			void this.#order(first);
		};
	}

	/** Starts no more processes. The caller ends the running one. */
	end(): void {
		this.#isOver = true;
		this.#timers.clear();
	}

	/** Whether the application is starting, or has just started and answered nobody yet. */
	get isFresh(): boolean {
		const isNew = performance.now() - this.#settledAt < fresh;
		return this.#current?.phase === 'starting' || (isNew && !this.#current?.hasAnswered);
	}

	/** Whether templates are read at each request, so that editing one needs no reload. */
	get readsTemplates(): boolean {
		return this.#current?.readsTemplates ?? false;
	}

	/** Like `replace`, and forgets earlier crashes. */
	replaceAfresh(hasNewLog: boolean): void {
		this.#crashes.reset();
		this.replace(hasNewLog);
	}

	/**
	 * The next process loads the changed files once the old one accepts no more connections, while that
	 * one finishes its responses. A process that has not loaded anything yet is kept.
	 */
	replace(hasNewLog = false): void {
		if (this.#isOver) return;
		this.#timers.clear();
		const {children, writer} = this.#options;
		const old = this.#current;
		if (old?.phase === 'waiting') return;
		// The spare still writes to the old log file.
		if (hasNewLog) children.discardSpare();
		const next = children.next();
		this.#current = next;
		writer.record.restarts++;
		const isFree = old && children.freePortsOf(old);
		void old?.retire();
		void Promise.resolve(isFree).then(() => this.#order(next));
		writer.setState(writer.record.state === 'running' ? 'reloading' : 'starting');
	}

	/** Once the application before accepts no more connections. */
	async #order(application: ApplicationProcess, failure?: Failure): Promise<void> {
		const {root, chosen, inspect, children, sockets, say} = this.#options;
		await children.othersClosed(application);
		if (application !== this.#current || this.#isOver) return;
		const order = {root, listen: this.#address, chosen, inspect, failure};
		application.start(order, this.#listenersOf(application), sockets.all);
		// It may wait for a person with a debugger.
		if (failure || inspect?.breaks) return;
		this.#timers.after(timeouts.notice, () =>
			say('The application is not listening yet. Waiting 20 more seconds.'),
		);
		this.#timers.after(timeouts.start, () => this.#giveUp(application));
	}

	#listenersOf(application: ApplicationProcess): Listeners {
		const {children, sockets, interest, say, logFailed} = this.#options;
		const ifCurrent = (act: () => void) => {
			if (application !== this.#current || this.#isOver) return;
			this.#timers.clear();
			act();
		};
		return {
			listening: at => ifCurrent(() => this.#isRunning(application, at)),
			failed: failure => ifCurrent(() => this.#hasFailed(() => this.#crashes.failed(failure))),
			ended: exit => ifCurrent(() => this.#hasFailed(() => this.#crashes.ended(application, exit))),
			described: sources => application === this.#current && interest.describe(sources),
			imported: files => application === this.#current && interest.add(files),
			killed: () => say('The application did not exit within 3 seconds and was killed.'),
			bound: (socket, handle) => sockets.hold(socket, handle),
			released: id => sockets.release(id),
			notBound: failure => this.refusal.ofSocket(failure),
			spawned: session => children.addSession(application, session),
			logFailed,
		};
	}

	#isRunning(application: ApplicationProcess, at: Listening): void {
		const {children, writer, interest} = this.#options;
		const {host, port} = at;
		if (at.path === undefined && !at.isUdp) this.#address = {host, port};
		this.#settledAt = performance.now();
		interest.countsAllCode = false;
		interest.replace(application.imported);
		const url = urlOf(at);
		writer.record.listen = {host, port, url};
		writer.setState('running');
		this.#crashes.isRunning();
		children.prepareSpare(application.packages);
	}

	#hasFailed(act: () => void): void {
		this.#settledAt = performance.now();
		this.#options.interest.countsAllCode = true;
		act();
	}

	#giveUp(application: ApplicationProcess): void {
		void application.retire();
		const seconds = timeouts.start / 1000;
		this.#hasFailed(() =>
			this.#crashes.gaveUp(`The application did not listen within ${seconds} seconds.`),
		);
	}

	#answerWith(failure: Failure): void {
		this.#current = this.#options.children.fork();
		void this.#order(this.#current, failure);
	}

	/** No application runs until then. */
	#retry(milliseconds: number): void {
		this.#current = undefined;
		this.#timers.after(milliseconds, () => this.replace());
	}
}
