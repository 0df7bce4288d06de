/** Milliseconds that count. */
const span = 10_000;

/** How many rows are filled per second, in the last seconds. */
export class Speed {
	readonly #points: {at: number; filled: number}[] = [];

	/** @param filled in all @param at milliseconds */
	add(filled: number, at = performance.now()): void {
		this.#points.push({at, filled});
		while (this.#points.length > 2 && at - this.#points[1]!.at > span) this.#points.shift();
	}

	get perSecond(): number {
		const [first] = this.#points;
		const last = this.#points.at(-1);
		if (!first || !last || last.at === first.at) return 0;
		return Math.round(((last.filled - first.filled) * 1000) / (last.at - first.at));
	}
}
