import {
	type EntityManager,
	type InferEntity,
	raw,
	UniqueConstraintViolationException,
} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';

/** Names a row of the table. */
export interface Counter {
	usernameHash: string;
	network: string;
	/** The number of failures from which on logins must wait. */
	threshold: number;
}

/** Milliseconds. */
const longestWait = 15 * 60_000;
/** Milliseconds after the last failure until a count starts again at zero. */
const lifetime = 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 60_000;

/** Counts failed logins in the database, so that all processes of the site share the counts. */
export class FailureCounters {
	readonly #em: EntityManager;

	constructor(em: EntityManager) {
		// A fork is outside of a view's transaction: rolling that back does not undo the counts.
		this.#em = em.fork();
	}

	/** @returns milliseconds until the next login is allowed */
	async waitOf(counter: Counter): Promise<number> {
		return waitUntil(await this.#rowOf(counter));
	}

	async isAboveThreshold(counter: Counter): Promise<boolean> {
		return ((await this.#rowOf(counter))?.count ?? 0) > counter.threshold;
	}

	/** Adds one. @returns 0 if it was counted, else the milliseconds to wait */
	async increment(counter: Counter): Promise<number> {
		for (let round = 0; round < 50; round++) {
			const row = await this.#rowOf(counter);
			const wait = waitUntil(row);
			if (wait > 0) return wait;
			const next = incremented(row, counter.threshold);
			const done = row
				? await this.#replace(counter, row.count, next)
				: await this.#insert({...primaryKey(counter), ...next});
			if (done) return 0;
		}
		return 1000;
	}

	/** Subtracts an attempt that did not fail. */
	async decrement(counter: Counter): Promise<void> {
		await this.#em.nativeUpdate(
			FailedLogins,
			{...primaryKey(counter), count: {$gt: 0}},
			{count: raw('failures - 1'), blockedUntil: new Date()},
		);
	}

	async clear(counter: Counter): Promise<void> {
		await this.#em.nativeDelete(FailedLogins, primaryKey(counter));
	}

	async #replace(counter: Counter, count: number, next: Counted): Promise<boolean> {
		return (await this.#em.nativeUpdate(FailedLogins, {...primaryKey(counter), count}, next)) > 0;
	}

	async #insert(row: InferEntity<typeof FailedLogins>): Promise<boolean> {
		try {
			await this.#em.insert(FailedLogins, row);
		} catch (error) {
			if (error instanceof UniqueConstraintViolationException) return false;
			throw error;
		}
		await this.#em.nativeDelete(FailedLogins, {expiresAt: {$lt: new Date()}});
		return true;
	}

	/** A row from the future, of a clock that was ahead, counts from now on: it must not shut an account for years. */
	async #rowOf(counter: Counter) {
		const key = primaryKey(counter);
		const row = await this.#em.findOne(FailedLogins, key, {disableIdentityMap: true});
		if (!row) return null;
		const {blockedUntil, expiresAt} = row;
		const latest = {
			blockedUntil: bounded(blockedUntil, longestWait),
			expiresAt: bounded(expiresAt, lifetime),
		};
		if (latest.blockedUntil === blockedUntil && latest.expiresAt === expiresAt) return row;
		await this.#em.nativeUpdate(FailedLogins, {...key, blockedUntil, expiresAt}, latest);
		return Object.assign(row, latest);
	}
}

type Counted = Pick<InferEntity<typeof FailedLogins>, 'count' | 'blockedUntil' | 'expiresAt'>;

function incremented(row: Counted | null, threshold: number): Counted {
	const now = Date.now();
	const count = (row && row.expiresAt.getTime() > now ? row.count : 0) + 1;
	const wait = count < threshold ? 0 : Math.min(longestWait, 2 ** (count - threshold + 5) * 1000);
	return {count, blockedUntil: new Date(now + wait), expiresAt: new Date(now + lifetime)};
}

/** The same time, unless it is further away than can be. */
function bounded(time: Date, most: number): Date {
	const now = Date.now();
	return time.getTime() > now + most + clockTolerance ? new Date(now + most) : time;
}

function waitUntil(row: Counted | null): number {
	return Math.max(0, (row?.blockedUntil.getTime() ?? 0) - Date.now());
}

function primaryKey({usernameHash, network}: Counter) {
	return {usernameHash, network};
}
