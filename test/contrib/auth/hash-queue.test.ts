import assert from 'node:assert/strict';
import test from 'node:test';
import {HashQueueFull, hashInWorker, hashWorker} from '../../../source/contrib/auth/hash-queue.ts';

const job = {kind: 'hash', secret: 'x', cost: 4} as const;

test('while the thread hashes, the main thread is idle', async () => {
	await hashInWorker(job);
	const before = performance.eventLoopUtilization();
	await Promise.all(Array.from({length: 10}, () => hashInWorker({...job, cost: 8})));
	const {utilization} = performance.eventLoopUtilization(before);
	assert.ok(utilization < 0.5, `busy for ${utilization} of the time`);
});

test('a full queue refuses further jobs at once', async () => {
	const jobs = Array.from({length: 70}, () => hashInWorker(job));
	const outcomes = await Promise.allSettled(jobs);
	const refused = outcomes.filter(({status}) => status === 'rejected') as PromiseRejectedResult[];
	assert.equal(refused.length, 6);
	for (const {reason} of refused) {
		assert.ok(reason instanceof HashQueueFull);
		assert.equal(reason.status, 503);
	}
});

test('if the thread dies, its jobs fail, and the next job starts another thread', async () => {
	const asked = hashInWorker({kind: 'verify', secret: 'x', hash: null, cost: 14});
	await hashWorker()!.terminate();
	await assert.rejects(asked, /thread that hashes passwords exited/);
	assert.match(await hashInWorker(job), /^\$2b\$04\$/);
});
