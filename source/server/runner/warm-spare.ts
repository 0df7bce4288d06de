import type {ApplicationProcess} from './application-process.ts';
import {packageStamp} from './package-stamp.ts';

/** Bytes of free memory below which no spare is kept. A spare costs about 100 MB. */
const leastMemory = 1024 ** 3;

/** A process that has loaded the application's packages, but none of its sources. */
export class WarmSpare {
	readonly #root: string;
	#waiting: {process: ApplicationProcess; stamp: string} | undefined;

	constructor(root: string) {
		this.#root = root;
	}

	/** @param packages URLs of the package modules that the application has loaded */
	prepare(fork: () => ApplicationProcess, packages: string[]): void {
		if (this.#waiting || process.availableMemory() < leastMemory) return;
		const spare = fork();
		this.#waiting = {process: spare, stamp: packageStamp(this.#root)};
		spare.warm(packages);
		void spare.gone.then(() => {
			if (this.#waiting?.process === spare) this.#waiting = undefined;
		});
	}

	/** @returns undefined if there is no spare, or packages on disk have changed since */
	take(): ApplicationProcess | undefined {
		if (!this.#waiting) return undefined;
		const {process, stamp} = this.#waiting;
		if (process.hasEnded || stamp !== packageStamp(this.#root)) {
			this.discard();
			return undefined;
		}
		this.#waiting = undefined;
		return process;
	}

	discard(): void {
		void this.#waiting?.process.retire();
		this.#waiting = undefined;
	}
}
