import type {EntityManager} from '@mikro-orm/core';
import {KnownNetworks} from './entities.ts';
import {networksOf} from './networks.ts';

/** Milliseconds after the last login from there: 90 days. */
const lifetime = 90 * 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 5 * 60_000;

/** Of one name. Each login adds at most two. */
const most = 20;

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
	const lastLogin = {$gt: new Date(now - lifetime), $lte: new Date(now + clockTolerance)};
	const network = {$in: networks.slice(0, 2)};
	const rows = await em.fork().find(KnownNetworks, {usernameHash, network, lastLogin});
	if (rows.length === 0) return undefined;
	return Math.min(...rows.map(({network}) => networks.indexOf(network)));
}

/** Remembers a login: its network, and the next wider one, because addresses change. */
export async function rememberNetworks(
	em: EntityManager,
	usernameHash: string,
	address: string,
): Promise<void> {
	const fork = em.fork();
	const now = Date.now();
	const [narrow, wide] = networksOf(address);
	// Nobody else may share an address that is none.
	if (!wide) return;
	for (const network of [narrow!, wide])
		await fork.upsert(KnownNetworks, {usernameHash, network, lastLogin: new Date(now)});
	await fork.nativeDelete(KnownNetworks, {lastLogin: {$lt: new Date(now - lifetime)}});
	const orderBy = {lastLogin: 'desc', network: 'asc'} as const;
	const rows = await fork.find(KnownNetworks, {usernameHash}, {orderBy});
	const forgotten = rows.slice(most).map(({network}) => network);
	if (forgotten.length > 0)
		await fork.nativeDelete(KnownNetworks, {usernameHash, network: {$in: forgotten}});
}
