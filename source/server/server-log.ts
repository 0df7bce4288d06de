import {closeSync, fstatSync, writeSync} from 'node:fs';
import {openServerLog, rotatedAbove} from './log-file.ts';

export interface ServerLogOptions {
	file: string;
	generation: number;
	runId: string;
	/** Bytes above which a running application is made to begin a new file. */
	maxBytes: number;
}

/** The runner's hold of the log: its own lines, the descriptor that children write to, the size. */
export class ServerLog {
	readonly #options: ServerLogOptions;
	#descriptor: number;
	#looking: NodeJS.Timeout | undefined;

	constructor(options: ServerLogOptions) {
		this.#options = options;
		this.#descriptor = this.#open();
	}

	/** For the next child. Those that write already go on in the file that they have. */
	get descriptor(): number {
		return this.#descriptor;
	}

	say(line: string): void {
		try {
			writeSync(this.#descriptor, `${line}\n`);
		} catch {
			// The disk is full; the server goes on.
		}
	}

	/** @returns whether the log is another file now */
	rotate(above: number = rotatedAbove): boolean {
		const before = this.#descriptor;
		try {
			if (fstatSync(before).size <= above) return false;
			this.#descriptor = this.#open(above);
		} catch {
			// The disk is full; the old file goes on.
			return false;
		}
		closeSync(before);
		return true;
	}

	/** @param swap called when the file had to be changed under a running application */
	keepBelowLimit(swap: () => void): void {
		const {maxBytes} = this.#options;
		this.#looking = setInterval(() => {
			if (this.rotate(maxBytes)) swap();
		}, 1000);
	}

	close(): void {
		clearInterval(this.#looking);
	}

	#open(above?: number): number {
		const {file, generation, runId} = this.#options;
		return openServerLog(file, generation, runId, above);
	}
}
