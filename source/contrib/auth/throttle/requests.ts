import type {EntityManager} from '@mikro-orm/core';
import {hashOf} from './counters.ts';
import {type Counter, FailureCounters} from './failure-counters.ts';
import {networksOf} from './networks.ts';

/** Requests from which on others must wait, by network as in `counters.ts`. */
const thresholds = {address: 3, network: {3: [20, 60, 600], 4: [20, 60, 200, 600]}};

/**
 * Counts a request for a link, beside failed logins and apart from them. The same wait holds whether or not
 * somebody has the address.
 * @returns seconds to wait; 0 if a link may be sent
 */
export async function countRequest(
	em: EntityManager,
	email: string,
	address: string,
): Promise<number> {
	const failures = new FailureCounters(em);
	const networks = networksOf(address);
	const most = thresholds.network[networks.length === 4 ? 4 : 3];
	const counters: Counter[] = [
		...networks.map((network, level) => {
			return {usernameHash: hashOf('reset:'), network, threshold: most[level]!};
		}),
		{usernameHash: hashOf(`reset:${email}`), network: '', threshold: thresholds.address},
	];
	await failures.prune();
	let wait = await failures.waitOf(counters);
	for (const counter of wait > 0 ? [] : counters)
		wait = Math.max(wait, (await failures.increment(counter)).wait);
	return Math.ceil(wait / 1000);
}
