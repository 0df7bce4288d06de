/** Hashes passwords in a thread of its own: in the main thread, bcrypt would block every request. */
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
 * Always takes as long as one hash at `cost`, so that the time reveals nothing about an account. For a
 * stored cost s < c, hashing again at s, s+1 … c−1 adds the missing work: 2^s + 2^s + … + 2^(c−1) = 2^c.
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
