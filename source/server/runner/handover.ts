import {type Address, urlOf} from '../control/address.ts';
import type {Failure} from '../control/failure.ts';
import type {Listening} from '../control/messages.ts';
import type {ApplicationProcess, Listeners} from './application-process.ts';
import type {ChildProcesses} from './child-processes.ts';
import {CrashHandling} from './crash-handling.ts';
import type {RecordKeeper} from './record-keeper.ts';
import {answerQuestion} from './socket-answers.ts';
import type {SocketPool} from './socket-pool.ts';
import type {StartRefusal} from './start-refusal.ts';
import {Timers} from './timers.ts';

export interface HandoverOptions {
	root: string;
	/** Where to listen; an application that chooses by itself changes it. */
	address: Required<Address>;
	isChosen: boolean;
	children: ChildProcesses;
	sockets: SocketPool;
	keeper: RecordKeeper;
	say: (line: string) => void;
	/** The log of an application could not be written. */
	logFailed: (reason: string) => void;
}

/** Milliseconds: until it is said that an application does not listen, and until it is given up. */
const patience = {notice: 10_000, start: 30_000};

/**
 * One application after another on sockets that stay. One that cannot run is followed by a process
 * that answers with the reason.
 */
export class Handover {
	readonly #options: HandoverOptions;
	readonly #crashes: CrashHandling;
	readonly #timers = new Timers();
	#address: Required<Address>;
	#current: ApplicationProcess | undefined;
	#isOver = false;

	constructor(options: HandoverOptions) {
		this.#options = options;
		this.#address = options.address;
		const {keeper, say} = options;
		this.#crashes = new CrashHandling({
			...{keeper, say},
			answerWith: failure => this.#answerWith(failure),
			tryAgain: milliseconds => this.#tryAgain(milliseconds),
		});
	}

	/** Why there can be no server at all. */
	get refusal(): StartRefusal {
		return this.#crashes.refusal;
	}

	/** Forks the first one, so that Node's own start overlaps with other work. @returns what orders it */
	begin(): () => void {
		const first = this.#options.children.fork();
		this.#current = first;
		return () => {
			if (this.#current === first && !this.#isOver) this.#order(first);
		};
	}

	/** No one comes any more. Who runs is ended by others. */
	end(): void {
		this.#isOver = true;
		this.#timers.clear();
	}

	/** An edited template shows without a fresh process. */
	get readsTemplates(): boolean {
		return this.#current?.readsTemplates ?? false;
	}

	/** As below; crashes before do not count any more. */
	replaceAfresh(hasNewLog: boolean): void {
		this.#crashes.forget();
		this.replace(hasNewLog);
	}

	/**
	 * The next process reads the changed files while the old one leaves, and listens when the old one
	 * takes no more connections. One that still waits for its order will read them anyway.
	 */
	replace(hasNewLog = false): void {
		if (this.#isOver) return;
		this.#timers.clear();
		const {children, keeper} = this.#options;
		const old = this.#current;
		if (old?.phase === 'waiting') return;
		// A spare writes to the file that was the log when it was forked.
		if (hasNewLog) children.discardSpare();
		const next = children.next();
		this.#current = next;
		keeper.record.restarts++;
		void old?.retire();
		this.#order(next);
		keeper.become(keeper.record.state === 'running' ? 'reloading' : 'starting');
	}

	#order(application: ApplicationProcess, failure?: Failure): void {
		const {root, isChosen, say} = this.#options;
		const order = {root, listen: this.#address, isChosen, failure};
		application.obey(order, this.#listenersOf(application));
		if (failure) return;
		this.#timers.after(patience.notice, () =>
			say('The application does not listen yet. It is given 20 more seconds.'),
		);
		this.#timers.after(patience.start, () => this.#giveUp(application));
	}

	#listenersOf(application: ApplicationProcess): Listeners {
		const {children, sockets, say, logFailed} = this.#options;
		const ifCurrent = (act: () => void) => {
			if (application !== this.#current || this.#isOver) return;
			this.#timers.clear();
			act();
		};
		return {
			listening: at => ifCurrent(() => this.#isRunning(application, at)),
			failed: failure => ifCurrent(() => this.#crashes.failed(failure)),
			ended: exit => ifCurrent(() => this.#crashes.ended(application, exit)),
			killed: () => say('The application did not leave within 3 seconds and was killed.'),
			asked: question =>
				answerQuestion(application, question, {children, sockets, refusal: this.refusal}),
			spawned: session => children.noteSession(application, session),
			logFailed,
		};
	}

	#isRunning(application: ApplicationProcess, {host, port, isSecure}: Listening): void {
		const {children, sockets, keeper} = this.#options;
		this.#address = {host, port};
		const url = urlOf({host, port, isSecure});
		keeper.record.listen = {host, port, url, held: sockets.isHeld(port)};
		keeper.become('running');
		this.#crashes.runs();
		children.prepareSpare(application.packages);
		this.#timers.after(2000, () => sockets.releaseAllBut(application));
	}

	#giveUp(application: ApplicationProcess): void {
		void application.retire();
		const seconds = patience.start / 1000;
		this.#crashes.givenUp(`The application did not listen within ${seconds} seconds.`);
	}

	#answerWith(failure: Failure): void {
		this.#current = this.#options.children.fork();
		this.#order(this.#current, failure);
	}

	/** Nobody runs until then. */
	#tryAgain(milliseconds: number): void {
		this.#current = undefined;
		this.#timers.after(milliseconds, () => this.replace());
	}
}
