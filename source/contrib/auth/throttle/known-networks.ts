import type {EntityManager} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';
import {networksOf} from './networks.ts';

/** Milliseconds after the last login from there: 90 days. */
const lifetime = 90 * 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 5 * 60_000;

/** Of one name. Each login adds at most two. */
const most = 20;

/**
 * A known network is a row beside the counts: no failures, and the last login in `blockedUntil`. A table of its
 * own would have to be migrated before a new version may serve.
 */
const prefix = 'known:';

/** The rows that count failures. */
export const areCounts = {$not: {network: {$like: `${prefix}%`}}};

/**
 * @returns the place of the narrowest one in the list from which somebody has logged in with this name;
 * undefined if there is none
 */
export async function knownAmong(
	em: EntityManager,
	usernameHash: string,
	networks: string[],
): Promise<number | undefined> {
	const now = Date.now();
	const blockedUntil = {$gt: new Date(now - lifetime), $lte: new Date(now + clockTolerance)};
	const names = networks.slice(0, 2).map(network => prefix + network);
	const rows = await em
		.fork()
		.find(FailedLogins, {usernameHash, network: {$in: names}, blockedUntil});
	if (rows.length === 0) return undefined;
	return Math.min(...rows.map(({network}) => names.indexOf(network)));
}

/** Remembers a login: its network, and the next wider one, because addresses change. */
export async function rememberNetworks(
	em: EntityManager,
	usernameHash: string,
	address: string,
): Promise<void> {
	const fork = em.fork();
	const [narrow, wide] = networksOf(address);
	// Nobody else may share an address that is none.
	if (!wide) return;
	const blockedUntil = new Date();
	const expiresAt = new Date(blockedUntil.getTime() + lifetime);
	for (const network of [narrow, wide].map(one => prefix + one))
		await fork.upsert(FailedLogins, {usernameHash, network, count: 0, blockedUntil, expiresAt});
	const orderBy = {blockedUntil: 'desc', network: 'asc'} as const;
	const known = {usernameHash, network: {$like: `${prefix}%`}};
	const rows = await fork.find(FailedLogins, known, {orderBy});
	const forgotten = rows.slice(most).map(({network}) => network);
	if (forgotten.length > 0)
		await fork.nativeDelete(FailedLogins, {usernameHash, network: {$in: forgotten}});
}
