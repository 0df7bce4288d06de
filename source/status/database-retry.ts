import type {NextTry, Problem} from '../runs/project-status.ts';
import {retryDelay} from '../system/retry-delay.ts';

/**
 * Spaces out the attempts to reach a database that is away. The rest of the status (the server, runs,
 * operators) does not wait for it.
 */
export class DatabaseRetry {
	#failures = 0;
	#dueAt = 0;
	#problem: Problem | undefined;
	/** For people: the time of day of the next try, and how many seconds it comes after the last one. */
	next: NextTry | undefined;

	/** What the last try found; nothing once the next one is due. @param now in milliseconds */
	pending(now = performance.now()): Problem | undefined {
		return now < this.#dueAt ? this.#problem : undefined;
	}

	/** @param problem nothing when the database was reached */
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
