const delays = [1, 2, 4, 8, 30];

/** Seconds before the next attempt. @param failures consecutive ones, from 1 */
export function retryDelay(failures: number): number {
	return delays[Math.min(failures, delays.length) - 1]!;
}
