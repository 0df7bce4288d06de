/** After so many milliseconds without an end the count begins anew. */
const healthyAfter = 30_000;
const most = 5;

/** Counts how often an application was killed: it is started again later each time, and not forever. */
export class CrashCount {
	#inRow = 0;
	#healthy: NodeJS.Timeout | undefined;

	get mayTryAgain(): boolean {
		return this.#inRow < most;
	}

	/** @returns milliseconds until the next try */
	count(): number {
		clearTimeout(this.#healthy);
		return Math.min(8000, 250 * 2 ** this.#inRow++);
	}

	forget(): void {
		this.#inRow = 0;
	}

	forgetWhenHealthy(): void {
		clearTimeout(this.#healthy);
		this.#healthy = setTimeout(() => this.forget(), healthyAfter).unref();
	}
}
