import type {EndableProcess} from '../../system/end-processes.ts';
import {newServerRecord, type ServerRecord, writeServerRecord} from '../control/server-state.ts';

type Beginning = Parameters<typeof newServerRecord>[0];

/** Keeps the server's record up to date, and resolves for callers that wait until it has settled. */
export class RecordKeeper {
	readonly record: ServerRecord;
	/** Whether the application has run or crashed at least once. */
	hasSettled = false;
	readonly #root: string;
	#waiting: (() => void)[] = [];

	readonly #children: {readonly noted: EndableProcess[]};

	/** @param children read each time the record is written */
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

	/** @param failure why the log cannot be written; undefined once it can */
	noteLogFailure(failure: string | undefined): void {
		this.record.logFailure = failure;
		this.write();
	}

	/** Resolves when the application runs or has crashed; at once if it already has. */
	untilSettled(): Promise<void> {
		if (this.#isSettled()) return Promise.resolve();
		return new Promise(resolve => this.#waiting.push(resolve));
	}

	/** The record is for display only: a full disk must not end the server. */
	write(): void {
		this.record.children = this.#children.noted;
		try {
			writeServerRecord(this.#root, this.record);
		} catch {
			// The old record stays.
		}
	}

	#isSettled(): boolean {
		return ['running', 'crashed', 'stopped'].includes(this.record.state);
	}
}
