const delays = [1, 2, 4, 8, 30];

/**
 * How long to wait before the next try, in seconds: longer after each failure.
 * @param failures how many tries in a row have failed, from 1
 */
export function retryDelay(failures: number): number {
	return delays[Math.min(failures, delays.length) - 1]!;
}
