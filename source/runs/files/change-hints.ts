import {type FSWatcher, watch} from 'node:fs';

/** Milliseconds between two hints. */
const restBetweenHints = 100;

/**
 * Reports early that a file has changed; without it, polling finds the change. It pauses after each hint,
 * because watching every write halves the speed of a busy writer.
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

	/** Starts watching once the file exists. */
	listen(): void {
		if (this.#watcher || this.#rest) return;
		try {
			this.#watcher = watch(this.#file, () => this.#onChange());
			this.#watcher.on('error', () => this.#close());
		} catch {
			// Retried at the next poll.
		}
	}

	stop(): void {
		clearTimeout(this.#rest);
		this.#close();
	}

	#onChange(): void {
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
