import type {TestContext} from 'node:test';

/** One round of many: what it made is gone when it ends, not with the test. */
export async function inRound(work: (test: TestContext) => Promise<void>): Promise<void> {
	const endings: (() => unknown)[] = [];
	const test = {after: (end: () => unknown) => endings.push(end)};
	try {
		await work(test as unknown as TestContext);
	} finally {
		for (const end of endings.reverse()) await end();
	}
}
