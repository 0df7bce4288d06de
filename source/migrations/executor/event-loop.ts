import {setImmediate as nextTurn} from 'node:timers/promises';

/** In milliseconds. Yielding between any two of many small steps would cost more than the steps. */
const interval = 5;
let last = 0;

/** To be awaited between steps, so that signals and heartbeats are handled in time. */
export async function yieldToEventLoop(): Promise<void> {
	if (performance.now() - last < interval) return;
	await nextTurn();
	last = performance.now();
}
