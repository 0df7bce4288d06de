import {closeSync, fstatSync, writeSync} from 'node:fs';
import {messageOf} from '../../errors/command-error.ts';
import {beginLog, openServerLog, rotatedAbove} from '../control/log-file.ts';

export interface ServerLogOptions {
	file: string;
	generation: number;
	runId: string;
	/** Bytes above which a running application is made to begin a new file. */
	maxBytes: number;
}

/**
 * The runner's hold of the log: its own lines, the descriptor that children write to, the size. That
 * it cannot be written is no reason to end, and is told.
 */
export class ServerLog {
	readonly #options: ServerLogOptions;
	#descriptor: number;
	#looking: NodeJS.Timeout | undefined;
	#failure: string | undefined;
	#tell: (failure: string | undefined) => void = () => {};

	/** @throws the system's error when the file cannot be opened */
	constructor(options: ServerLogOptions) {
		this.#options = options;
		this.#descriptor = openServerLog(options.file);
		this.#write(beginLog(options));
	}

	/** For the next child. Those that write already go on in the file that they have. */
	get descriptor(): number {
		return this.#descriptor;
	}

	say(line: string): void {
		this.#write(`${line}\n`);
	}

	/** @param tell called with `log write failed: …`, and with undefined when it works again */
	onFailure(tell: (failure: string | undefined) => void): void {
		this.#tell = tell;
		if (this.#failure) tell(this.#failure);
	}

	/** A child could not write either. */
	hasFailed(reason: string): void {
		this.#note(`log write failed: ${reason}`);
	}

	/** @returns whether the log is another file now */
	rotate(above: number = rotatedAbove): boolean {
		const before = this.#descriptor;
		try {
			if (fstatSync(before).size <= above) return false;
			this.#descriptor = openServerLog(this.#options.file, above);
		} catch {
			// The disk is full; the old file goes on.
			return false;
		}
		closeSync(before);
		this.#write(beginLog(this.#options));
		return true;
	}

	/** @param swap called when the file had to be changed under a running application */
	keepBelowLimit(swap: () => void): void {
		const {maxBytes} = this.#options;
		this.#looking = setInterval(() => {
			if (this.#failure) this.say('Lines are missing here: the log could not be written.');
			if (this.rotate(maxBytes)) swap();
		}, 1000);
	}

	close(): void {
		clearInterval(this.#looking);
	}

	#write(text: string): void {
		try {
			writeSync(this.#descriptor, text);
			this.#note(undefined);
		} catch (error) {
			this.hasFailed(messageOf(error));
		}
	}

	#note(failure: string | undefined): void {
		if (failure === this.#failure) return;
		this.#failure = failure;
		this.#tell(failure);
	}
}
