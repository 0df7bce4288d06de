import {setTimeout as delay} from 'node:timers/promises';

/**
 * Waits until a condition holds, looking every 20 ms.
 * @param what said when it does not hold within the deadline (milliseconds)
 * @returns what the condition gave, once it was neither false nor undefined
 */
export async function until<T>(
	what: string,
	condition: () => T | Promise<T>,
	deadline = 60_000,
): Promise<Exclude<T, false | undefined | null>> {
	const end = performance.now() + deadline;
	for (;;) {
		const found = await condition();
		if (found !== false && found !== undefined && found !== null) return found as never;
		if (performance.now() > end) throw new Error(`After ${deadline} ms still not: ${what}`);
		await delay(20);
	}
}
