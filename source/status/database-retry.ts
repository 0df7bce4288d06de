import type {NextTry, Problem} from '../runs/project-status.ts';
import {retryDelay} from '../system/retry-delay.ts';

/** Schedules attempts to reach an unavailable database, without delaying the rest of the status. */
export class DatabaseRetry {
	#failures = 0;
	#dueAt = 0;
	#problem: Problem | undefined;
	/** For display: the time of the next attempt, and its delay in seconds. */
	next: NextTry | undefined;

	/** The result of the last attempt; undefined when the next one is due. @param now in milliseconds */
	pending(now = performance.now()): Problem | undefined {
		return now < this.#dueAt ? this.#problem : undefined;
	}

	/** @param problem undefined when the database was reached */
	tried(problem: Problem | undefined, now = performance.now()): void {
		this.#problem = problem;
		this.next = undefined;
		this.#failures = problem ? this.#failures + 1 : 0;
		if (!problem) return;
		const after = retryDelay(this.#failures);
		this.#dueAt = now + after * 1000;
		this.next = {at: new Date(Date.now() + after * 1000).toISOString(), after};
	}
}
