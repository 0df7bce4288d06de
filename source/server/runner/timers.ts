/** Delayed actions that can be cancelled together. */
export class Timers {
	readonly #running = new Set<NodeJS.Timeout>();

	after(milliseconds: number, act: () => void): void {
		const timer = setTimeout(() => {
			this.#running.delete(timer);
			act();
		}, milliseconds);
		this.#running.add(timer);
	}

	clear(): void {
		for (const timer of this.#running) clearTimeout(timer);
		this.#running.clear();
	}
}
