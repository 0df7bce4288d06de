import {type FSWatcher, watch} from 'node:fs';

/** Milliseconds in which one hint is enough. */
const restBetweenHints = 100;

/**
 * Hints that a file has changed, which only save waiting for the next look: where there are none
 * nothing is lost. After each it rests: being told of each write halves the speed of who writes a
 * million lines.
 */
export class ChangeHints {
	readonly #file: string;
	readonly #changed: () => void;
	#watcher: FSWatcher | undefined;
	#rest: NodeJS.Timeout | undefined;

	constructor(file: string, changed: () => void) {
		this.#file = file;
		this.#changed = changed;
		this.listen();
	}

	/** Begins where it could not before, because there was no file yet. */
	listen(): void {
		if (this.#watcher || this.#rest) return;
		try {
			this.#watcher = watch(this.#file, () => this.#hear());
			this.#watcher.on('error', () => this.#close());
		} catch {
			// The next look tries again.
		}
	}

	stop(): void {
		clearTimeout(this.#rest);
		this.#close();
	}

	#hear(): void {
		this.#close();
		this.#rest = setTimeout(() => {
			this.#rest = undefined;
			this.listen();
			this.#changed();
		}, restBetweenHints);
		this.#changed();
	}

	#close(): void {
		this.#watcher?.close();
		this.#watcher = undefined;
	}
}
