/** How often requests took so many milliseconds; from 100 on, two digits are kept. */
export class Durations {
	readonly #counts = new Map<number, number>();

	add(milliseconds: number, times = 1): void {
		const kept = rounded(milliseconds);
		this.#counts.set(kept, (this.#counts.get(kept) ?? 0) + times);
	}

	addAll(others: Durations): void {
		for (const [milliseconds, times] of others.#counts) this.add(milliseconds, times);
	}

	/** The time within which this part of the requests was answered; 0 without requests. */
	percentile(part: number): number {
		const sorted = [...this.#counts].sort(([one], [other]) => one - other);
		let left = Math.ceil(sorted.reduce((sum, [, times]) => sum + times, 0) * part);
		for (const [milliseconds, times] of sorted) {
			left -= times;
			if (left <= 0) return milliseconds;
		}
		return 0;
	}
}

function rounded(milliseconds: number): number {
	if (milliseconds < 100) return Math.round(milliseconds);
	const unit = 10 ** (Math.floor(Math.log10(milliseconds)) - 1);
	return Math.round(milliseconds / unit) * unit;
}
