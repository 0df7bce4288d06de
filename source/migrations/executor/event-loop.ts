import {setImmediate as nextTurn} from 'node:timers/promises';

/** So long may a signal wait, in milliseconds: a turn for each of many small steps would cost more than they do. */
const longest = 5;
let last = 0;

/** To be awaited between any two steps: a signal, or a message of a heartbeat, is heard here. */
export async function letSignalsIn(): Promise<void> {
	if (performance.now() - last < longest) return;
	await nextTurn();
	last = performance.now();
}
