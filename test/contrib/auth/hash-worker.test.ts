import assert from 'node:assert/strict';
import test from 'node:test';
import {hashInWorker} from '../../../source/contrib/auth/hash-queue.ts';

const cost = 9;
const hash = (secret: string, at: number) => hashInWorker({kind: 'hash', secret, cost: at});
const verify = (secret: string, stored: string | null) =>
	hashInWorker({kind: 'verify', secret, hash: stored, cost});

test('a secret is verified against its hash, whatever the hash’s cost', async () => {
	for (const stored of [await hash('right', 4), await hash('right', cost)]) {
		assert.equal(await verify('right', stored), true);
		assert.equal(await verify('wrong', stored), false);
	}
	assert.equal(await verify('right', null), false);
});

test('verifying takes as long for no hash and for a cheap one as for one of full cost', async () => {
	const usual = await leastWork(await hash('x', cost));
	for (const stored of [null, await hash('x', 4)]) {
		const ratio = (await leastWork(stored)) / usual;
		assert.ok(ratio > 0.6 && ratio < 1.7, `${ratio} times the work`);
	}
});

/** @returns microseconds of CPU, which other programs do not change: the least of several runs */
async function leastWork(stored: string | null): Promise<number> {
	const work: number[] = [];
	for (let run = 0; run < 4; run++) {
		const before = process.cpuUsage();
		await verify('x', stored);
		work.push(process.cpuUsage(before).user);
	}
	return Math.min(...work);
}
