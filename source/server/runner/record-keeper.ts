import type {EndableProcess} from '../../system/end-processes.ts';
import {newServerRecord, type ServerRecord, writeServerRecord} from '../control/server-state.ts';

type Beginning = Parameters<typeof newServerRecord>[0];

/** Writes down what becomes of a server, and tells who waits for it to settle. */
export class RecordKeeper {
	readonly record: ServerRecord;
	/** The application has run, or has crashed, at least once. */
	hasSettled = false;
	readonly #root: string;
	#waiting: (() => void)[] = [];

	readonly #children: {readonly noted: EndableProcess[]};

	/** @param children as they are whenever the record is written */
	constructor(root: string, beginning: Beginning, children: {readonly noted: EndableProcess[]}) {
		this.#root = root;
		this.#children = children;
		this.record = newServerRecord(beginning);
	}

	become(state: ServerRecord['state']): void {
		this.record.state = state;
		this.write();
		if (!this.#isSettled()) return;
		this.hasSettled ||= state !== 'stopped';
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	noteExit(exit: Omit<NonNullable<ServerRecord['lastExit']>, 'at'>): void {
		this.record.lastExit = {at: new Date().toISOString(), ...exit};
	}

	/** @param failure why the log cannot be written; undefined when it can be again */
	noteLogFailure(failure: string | undefined): void {
		this.record.logFailure = failure;
		this.write();
	}

	/** Until the application runs or has crashed; at once when it does. */
	untilSettled(): Promise<void> {
		if (this.#isSettled()) return Promise.resolve();
		return new Promise(resolve => this.#waiting.push(resolve));
	}

	/** The record is only what is drawn: a full disk must not end a server. */
	write(): void {
		this.record.children = this.#children.noted;
		try {
			writeServerRecord(this.#root, this.record);
		} catch {
			// The old record is still there.
		}
	}

	#isSettled(): boolean {
		return ['running', 'crashed', 'stopped'].includes(this.record.state);
	}
}
