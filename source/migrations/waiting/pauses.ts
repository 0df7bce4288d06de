const firstPause = 500;
const longestPause = 15_000;
const growth = 1.3;

/**
 * Milliseconds before the next attempt. They grow, so that a long blocker is not asked all the time, and vary, so
 * that two runs do not meet again and again.
 * @param attempt the one that failed, from 1
 */
export function pauseAfter(attempt: number): number {
	const pause = Math.min(firstPause * growth ** (attempt - 1), longestPause);
	return Math.round(pause * (0.75 + Math.random() / 2));
}
