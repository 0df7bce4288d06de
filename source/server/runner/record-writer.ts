import type {EndableProcess} from '../../system/end-processes.ts';
import {
	type LastExit,
	newServerRecord,
	type ServerRecord,
	writeServerRecord,
} from '../control/server-state.ts';

/** Keeps the server's record up to date, and resolves for callers that wait until it has settled. */
export class RecordWriter {
	readonly record: ServerRecord;
	/** Whether the application has run or crashed at least once. */
	hasSettled = false;
	readonly #root: string;
	readonly #children: () => EndableProcess[];
	#waiting: (() => void)[] = [];

	/** @param children called each time the record is written */
	constructor(
		root: string,
		run: Parameters<typeof newServerRecord>[0],
		children: () => EndableProcess[],
	) {
		this.#root = root;
		this.#children = children;
		this.record = newServerRecord(run);
	}

	setState(state: ServerRecord['state']): void {
		this.record.state = state;
		this.write();
		if (!this.#isSettled()) return;
		this.hasSettled ||= state !== 'stopped';
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	setLastExit(exit: Omit<LastExit, 'at'>): void {
		this.record.lastExit = {at: new Date().toISOString(), ...exit};
	}

	/** @param failure undefined once the log can be written again */
	setLogFailure(failure: string | undefined): void {
		this.record.logFailure = failure;
		this.write();
	}

	/** Resolves when the application runs or has crashed. */
	async untilSettled(): Promise<void> {
		if (!this.#isSettled()) await new Promise<void>(resolve => this.#waiting.push(resolve));
	}

	/** The record is for display only: a full disk must not end the server. */
	write(): void {
		this.record.children = this.#children();
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
