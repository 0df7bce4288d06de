import {closeSync, fstatSync, statSync} from 'node:fs';
import {messageOf} from '../../errors/command-error.ts';
import {writeWhole} from '../../system/atomic-file.ts';
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
		return fstatSync(this.#descriptor).size > above && this.#openAgain(above);
	}

	#openAgain(above: number): boolean {
		const before = this.#descriptor;
		try {
			this.#descriptor = openServerLog(this.#options.file, above);
		} catch {
			// The disk is full: keep the old file.
			return false;
		}
		closeSync(before);
		this.#write(beginLog(this.#options));
		return true;
	}

	/**
	 * Looks once per second whether a new file is needed.
	 * @param swap called after one was started under a running application, with the reason
	 */
	keepBelowLimit(swap: (reason: string) => void): void {
		const {maxBytes} = this.#options;
		this.#timer = setInterval(() => {
			if (this.#failure) this.say('Lines are missing here: writing the log failed.');
			if (this.#isGone() && this.#openAgain(maxBytes))
				swap('The log was deleted or renamed, and continues in a new file.');
			else if (this.rotate(maxBytes))
				swap('The log has reached its limit (log.maxBytes) and continues in a new file.');
		}, 1000);
	}

	/** Whether its path names no file, or another one. */
	#isGone(): boolean {
		const now = statSync(this.#options.file, {throwIfNoEntry: false});
		const {dev, ino} = fstatSync(this.#descriptor);
		return now?.dev !== dev || now.ino !== ino;
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#write(text: string): void {
		try {
			writeWhole(this.#descriptor, Buffer.from(text));
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
