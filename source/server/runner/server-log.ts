import {closeSync, fstatSync, writeSync} from 'node:fs';
import {messageOf} from '../../errors/command-error.ts';
import {beginLog, openServerLog, rotatedAbove} from '../control/log-file.ts';

export interface ServerLogOptions {
	file: string;
	generation: number;
	runId: string;
	/** Size in bytes at which a running server starts a new file. */
	maxBytes: number;
}

/** The log as the runner sees it. If it cannot be written, that is reported and ends nothing. */
export class ServerLog {
	readonly #options: ServerLogOptions;
	#descriptor: number;
	#timer: NodeJS.Timeout | undefined;
	#failure: string | undefined;
	#onFailure: (failure: string | undefined) => void = () => {};

	/** @throws the system's error when the file cannot be opened */
	constructor(options: ServerLogOptions) {
		this.#options = options;
		this.#descriptor = openServerLog(options.file);
		this.#write(beginLog(options));
	}

	/** For the next child. Running children keep writing to the file they have. */
	get descriptor(): number {
		return this.#descriptor;
	}

	say(line: string): void {
		this.#write(`${line}\n`);
	}

	/** @param listener called with `log write failed: …`, and with undefined once writing works again */
	onFailure(listener: (failure: string | undefined) => void): void {
		this.#onFailure = listener;
		if (this.#failure) listener(this.#failure);
	}

	/** A child could not write. */
	hasFailed(reason: string): void {
		this.#setFailure(`log write failed: ${reason}`);
	}

	/** @returns whether a new file was started */
	rotate(above: number = rotatedAbove): boolean {
		const before = this.#descriptor;
		try {
			if (fstatSync(before).size <= above) return false;
			this.#descriptor = openServerLog(this.#options.file, above);
		} catch {
			// The disk is full: keep the old file.
			return false;
		}
		closeSync(before);
		this.#write(beginLog(this.#options));
		return true;
	}

	/** @param swap called after a new file was started under a running application */
	keepBelowLimit(swap: () => void): void {
		const {maxBytes} = this.#options;
		this.#timer = setInterval(() => {
			if (this.#failure) this.say('Lines are missing here: writing the log failed.');
			if (this.rotate(maxBytes)) swap();
		}, 1000);
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#write(text: string): void {
		try {
			writeSync(this.#descriptor, text);
			this.#setFailure(undefined);
		} catch (error) {
			this.hasFailed(messageOf(error));
		}
	}

	#setFailure(failure: string | undefined): void {
		if (failure === this.#failure) return;
		this.#failure = failure;
		this.#onFailure(failure);
	}
}
