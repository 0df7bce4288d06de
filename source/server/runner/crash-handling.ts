import {type Failure, failureOfExit} from '../control/failure.ts';
import type {LastExit} from '../control/server-state.ts';
import type {ApplicationProcess, Exit} from './application-process.ts';
import {CrashCount} from './crash-count.ts';
import type {RecordWriter} from './record-writer.ts';
import {StartRefusal} from './start-refusal.ts';

export interface CrashHandlingOptions {
	writer: RecordWriter;
	say: (line: string) => void;
	/** Starts a process that answers every request with the reason. */
	answerWith: (failure: Failure) => void;
	/** @param milliseconds until the application is started again */
	retry: (milliseconds: number) => void;
}

/** Decides what follows when an application cannot run: refuse to start, retry, or answer with the reason. */
export class CrashHandling {
	readonly refusal = new StartRefusal();
	readonly #options: CrashHandlingOptions;
	readonly #count = new CrashCount();

	constructor(options: CrashHandlingOptions) {
		this.#options = options;
	}

	/** The sources changed or an operator acted: earlier crashes do not count. */
	reset(): void {
		this.#count.reset();
	}

	isRunning(): void {
		this.refusal.withdraw();
		this.#count.resetWhenHealthy();
	}

	/** The application's process already answers with the failure. */
	failed(failure: Failure): void {
		this.#refuseIfHopeless(failure);
		this.#crash({reason: failure.message, file: failure.file, line: failure.line});
	}

	ended({phase}: Pick<ApplicationProcess, 'phase'>, {code, signal, failure}: Exit): void {
		const wasStarted = code !== null || signal !== null;
		const {message} = (!wasStarted && failure) || failureOfExit('The application', code, signal);
		this.#options.say(message);
		if (phase === 'failed') return;
		const exit = {code, signal, reason: failure?.message ?? message};
		const isKilled = signal !== null && phase === 'running';
		if (isKilled && this.#count.mayRetry) {
			this.#retryLater(exit);
			return;
		}
		if (failure) this.#refuseIfHopeless(failure);
		this.#options.answerWith(failure ?? {message: exit.reason});
		this.#crash({...exit, file: failure?.file, line: failure?.line});
	}

	gaveUp(reason: string): void {
		this.#options.say(reason);
		this.#options.answerWith({message: reason});
		this.#crash({reason});
	}

	/** A server that has once run keeps running. */
	#refuseIfHopeless(failure: Failure): void {
		if (this.#options.writer.hasSettled) this.refusal.withdraw();
		else this.refusal.ofFailure(failure);
	}

	/** Something outside killed it; its sources are not to blame. */
	#retryLater(exit: Omit<LastExit, 'at'>): void {
		const {writer, retry} = this.#options;
		writer.setLastExit(exit);
		writer.setState('starting');
		retry(this.#count.count());
	}

	#crash(exit: Omit<LastExit, 'at'>): void {
		const {writer} = this.#options;
		writer.setLastExit(exit);
		writer.setState('crashed');
	}
}
