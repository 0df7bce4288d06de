/** Longer lines are cut: the file has all of them. */
const longest = 8192;

/** More lines than this between two frames are a flood; frames are then so many milliseconds apart. */
const floodLines = 100;
const floodInterval = 350;

/** The last lines of the server's log: a ring, so that a long day takes no more memory than a short one. */
export class LogStore {
	readonly #capacity: number;
	readonly #interval: number;
	readonly #lines: string[];
	readonly #listeners = new Set<() => void>();
	#total = 0;
	#version = 0;
	#timer: NodeJS.Timeout | undefined;
	#told = {at: 0, total: 0};
	#isFlooded = false;

	constructor(interval: number, capacity = 10_000) {
		this.#interval = interval;
		this.#capacity = capacity;
		this.#lines = [];
	}

	/** How many lines there were, those that are forgotten included. */
	get total(): number {
		return this.#total;
	}

	/** The first line that is still known. */
	get first(): number {
		return Math.max(0, this.#total - this.#capacity);
	}

	line(index: number): string {
		return this.#lines[index % this.#capacity] ?? '';
	}

	push(lines: string[]): void {
		for (const line of lines) {
			this.#lines[this.#total++ % this.#capacity] = line.slice(0, longest);
		}
		this.#timer ??= setTimeout(() => this.#tell(), this.#wait());
	}

	/** Where more comes than anyone can read, it is drawn less often, so that keys have the time. */
	#wait(): number {
		const flooded = Math.max(floodInterval, 2 * this.#interval);
		const wait = this.#isFlooded ? flooded : this.#interval;
		return Math.max(0, this.#told.at + wait - performance.now());
	}

	#tell(): void {
		this.#timer = undefined;
		this.#isFlooded = this.#total - this.#told.total > floodLines;
		this.#told = {at: performance.now(), total: this.#total};
		this.#version++;
		for (const listener of this.#listeners) listener();
	}

	readonly snapshot = (): number => this.#version;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};
}
