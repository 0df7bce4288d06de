import type {NextTry, Problem} from '../runs/project-status.ts';

/** Seconds until the next try, after so many in vain. */
const waits = [1, 2, 4, 8, 30];

/**
 * A database that is away is asked less and less often; what else there is to tell (the server, runs,
 * who is here) does not wait for it.
 */
export class BackOff {
	#failures = 0;
	#nextTry = 0;
	#problem: Problem | undefined;
	/** For people: the time of day of `#nextTry`, and how long it is away from the last try. */
	next: NextTry | undefined;

	/** What the last try found, until the next one is due. @param now in milliseconds */
	known(now = performance.now()): Problem | undefined {
		return now < this.#nextTry ? this.#problem : undefined;
	}

	/** @param problem nothing when the database was reached */
	tried(problem: Problem | undefined, now = performance.now()): void {
		this.#problem = problem;
		const wait = waits[Math.min(this.#failures, waits.length - 1)]!;
		this.#failures = problem ? this.#failures + 1 : 0;
		this.#nextTry = problem ? now + wait * 1000 : 0;
		const at = new Date(Date.now() + wait * 1000).toISOString();
		this.next = problem && {at, after: wait};
	}
}
