const delays = [1, 2, 4, 8, 30];

/**
 * The delay before the next attempt in seconds, which grows with each failure.
 * @param failures consecutive failures, from 1
 */
export function retryDelay(failures: number): number {
	return delays[Math.min(failures, delays.length) - 1]!;
}
