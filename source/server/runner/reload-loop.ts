/** Reloads in a row that the same files cause before one is looked at, and before it is a loop. */
const reloads = {suspicious: 4, most: 6};

/** `wait`: reload once nothing has changed for a while. `loop`: the first of those that are left out. */
export type Verdict = 'reload' | 'wait' | 'loop' | 'ignore';

/**
 * Finds files that an application changes whenever it starts, which would reload it forever.
 * A person or a script may save as often. So after a few reloads the next one waits until nothing has
 * changed for a while: what changes again within the start that follows, changes because of it.
 */
export class ReloadLoop {
	/** The files that were among all changes of the row. */
	#suspects: string[] = [];
	readonly #found = new Set<string>();
	#count = 0;

	/** The files of the loop that was found last. */
	get files(): readonly string[] {
		return this.#suspects;
	}

	/** @param isFresh whether the application is starting, or has just started and answered nobody */
	judge(files: string[], isFresh: boolean): Verdict {
		if (!isFresh) {
			this.#begin([]);
			return 'reload';
		}
		// What a person saves may arrive together with what the loop changes.
		const others = files.filter(file => !this.#found.has(file));
		if (others.length === 0) return 'ignore';
		const common = this.#suspects.filter(file => others.includes(file));
		if (common.length === 0) {
			this.#begin(others);
			return 'reload';
		}
		this.#suspects = common;
		this.#count++;
		if (this.#count < reloads.most) return this.#count < reloads.suspicious ? 'reload' : 'wait';
		for (const file of common) this.#found.add(file);
		return 'loop';
	}

	#begin(files: string[]): void {
		this.#suspects = files;
		this.#count = files.length > 0 ? 1 : 0;
	}
}
