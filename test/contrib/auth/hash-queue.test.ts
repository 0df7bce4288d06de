import assert from 'node:assert/strict';
import test from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {HashQueueFull, hashInWorker, hashWorker} from '../../../source/contrib/auth/hash-queue.ts';

const job = {kind: 'hash', secret: 'x', cost: 10} as const;

test('fifty logins at once hold nothing else up', async () => {
	await hashInWorker(job);
	const delays: number[] = [];
	let busy = true;
	const watching = (async () => {
		while (busy) {
			const before = performance.now();
			await delay(5);
			delays.push(performance.now() - before - 5);
		}
	})();
	await Promise.all(Array.from({length: 50}, () => hashInWorker({...job, cost: 8})));
	busy = false;
	await watching;
	delays.sort((a, b) => a - b);
	assert.ok(delays.length > 20);
	assert.ok(delays[Math.floor(delays.length * 0.9)]! < 50);
});

test('who comes when the queue is full is sent away at once', async () => {
	const jobs = Array.from({length: 70}, () => hashInWorker({...job, cost: 4}));
	const outcomes = await Promise.allSettled(jobs);
	const refused = outcomes.filter(({status}) => status === 'rejected') as PromiseRejectedResult[];
	assert.equal(refused.length, 6);
	for (const {reason} of refused) {
		assert.ok(reason instanceof HashQueueFull);
		assert.equal(reason.status, 503);
	}
});

test('when the thread dies, what it was asked fails, and the next question starts another', async () => {
	const asked = hashInWorker({kind: 'verify', secret: 'x', hash: null, cost: 14});
	await hashWorker()!.terminate();
	await assert.rejects(asked, /thread that hashes passwords ended/);
	assert.match(await hashInWorker({...job, cost: 4}), /^\$2b\$04\$/);
});
