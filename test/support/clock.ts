import type {TestContext} from 'node:test';

/** Time stands still until it is told to go on. */
export function stopTime(t: TestContext): {goOn(milliseconds: number): void} {
	let now = performance.now();
	t.mock.method(performance, 'now', () => now);
	return {
		goOn(milliseconds) {
			now += milliseconds;
		},
	};
}
