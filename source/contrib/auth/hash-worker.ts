/** The thread that hashes: bcrypt would hold up every request of the main one. */
import {parentPort} from 'node:worker_threads';
import {compareSync, getRounds, hashSync} from 'bcryptjs';
import type {Job} from './hash-queue.ts';

parentPort!.on('message', ({id, ...job}: Job & {id: number}) => {
	parentPort!.postMessage({
		id,
		result: job.kind === 'hash' ? hashSync(job.secret, job.cost) : verify(job),
	});
});

/**
 * Every answer takes as long as one hash at `cost`, so that time tells nothing about an account. With
 * costs s < c, hashing at s, s+1 … c−1 makes up what is missing: 2^s + 2^s + … + 2^(c−1) = 2^c.
 */
function verify({secret, hash, cost}: Extract<Job, {kind: 'verify'}>): boolean {
	if (hash === null) {
		hashSync(secret, cost);
		return false;
	}
	const correct = compareSync(secret, hash);
	for (let missing = getRounds(hash); missing < cost; missing++) hashSync(secret, missing);
	return correct;
}
