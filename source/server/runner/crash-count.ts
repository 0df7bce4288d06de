/** Milliseconds of running after which the count starts again. */
const healthyAfter = 30_000;
const most = 5;

/** Counts how often an application was killed: it is started again later each time, and not forever. */
export class CrashCount {
	#inRow = 0;
	#healthy: NodeJS.Timeout | undefined;

	get mayRetry(): boolean {
		return this.#inRow < most;
	}

	/** @returns milliseconds until the next try */
	count(): number {
		clearTimeout(this.#healthy);
		return Math.min(8000, 250 * 2 ** this.#inRow++);
	}

	reset(): void {
		this.#inRow = 0;
	}

	resetWhenHealthy(): void {
		clearTimeout(this.#healthy);
		this.#healthy = setTimeout(() => this.reset(), healthyAfter).unref();
	}
}
