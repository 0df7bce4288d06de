import {
	type EntityManager,
	type InferEntity,
	raw,
	UniqueConstraintViolationException,
} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';
import {areCounts} from './known-networks.ts';

/** Names a row of the table. */
export interface Counter {
	usernameHash: string;
	network: string;
	/** The number of failures from which on logins must wait. */
	threshold: number;
}

/** Milliseconds. */
const longestWait = 15 * 60_000;
/** Milliseconds after its first failure until a count starts again at zero. */
const lifetime = 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 60_000;

/** Rows. Beyond, the smallest counts are forgotten. */
const mostRows = 100_000;

type Row = InferEntity<typeof FailedLogins>;
type Count = Pick<Row, 'count' | 'blockedUntil' | 'expiresAt'>;

/** Counts failed logins in the database, so that all processes of the site share the counts. */
export class FailureCounters {
	readonly #em: EntityManager;

	constructor(em: EntityManager) {
		// A fork is outside of a view's transaction: rolling that back does not undo the counts.
		this.#em = em.fork();
	}

	/**
	 * @param binding those among them whose waits count
	 * @returns milliseconds until all of those allow the next login
	 */
	async waitOf(counters: Counter[], binding = counters): Promise<number> {
		const isSame = (row: Row) => (one: Counter) =>
			one.usernameHash === row.usernameHash && one.network === row.network;
		const rows = await this.#read(counters);
		return Math.max(0, ...rows.filter(row => binding.some(isSame(row))).map(waitUntil));
	}

	/** @returns the number of failures */
	async countOf(counter: Counter): Promise<number> {
		const [row] = await this.#read([counter]);
		return row && isLive(row) ? row.count : 0;
	}

	/** Adds one, unless the counter's wait is not over. @returns the new count, or the milliseconds to wait */
	async increment(counter: Counter): Promise<{count: number; wait: number}> {
		for (let round = 0; round < 50; round++) {
			const [row] = await this.#read([counter]);
			const wait = waitUntil(row);
			if (wait > 0) return {count: row!.count, wait};
			const next = incremented(row, counter.threshold);
			const done = row
				? await this.#replace(counter, row.count, next)
				: await this.#insert({...primaryKey(counter), ...next});
			if (done) return {count: next.count, wait: 0};
		}
		return {count: 0, wait: 1000};
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

	/** Deletes counts that have expired. */
	async prune(): Promise<void> {
		await this.#em.nativeDelete(FailedLogins, {expiresAt: {$lt: new Date()}});
		// Counting takes a while where there is much to count.
		if (Math.random() < 0.01) await this.limit(mostRows);
	}

	/** Deletes the smallest counts, the oldest of them first, so that guesses never fill the disk. */
	async limit(most: number): Promise<void> {
		const excess = (await this.#em.count(FailedLogins, areCounts)) - most;
		if (excess <= 0) return;
		const [last] = await this.#em.find(FailedLogins, areCounts, {
			orderBy: {count: 'asc', expiresAt: 'asc'},
			offset: excess - 1,
			limit: 1,
		});
		const {count, expiresAt} = last!;
		await this.#em.nativeDelete(FailedLogins, {
			...areCounts,
			$or: [{count: {$lt: count}}, {count, expiresAt: {$lte: expiresAt}}],
		});
	}

	async #replace(counter: Counter, count: number, next: Count): Promise<boolean> {
		return (await this.#em.nativeUpdate(FailedLogins, {...primaryKey(counter), count}, next)) > 0;
	}

	async #insert(row: Row): Promise<boolean> {
		try {
			await this.#em.insert(FailedLogins, row);
			return true;
		} catch (error) {
			if (error instanceof UniqueConstraintViolationException) return false;
			throw error;
		}
	}

	/** @returns the rows that there are, in no order */
	async #read(counters: Counter[]): Promise<Row[]> {
		const $or = counters.map(primaryKey);
		const rows = await this.#em.find(FailedLogins, {$or}, {disableIdentityMap: true});
		for (const row of rows) await this.#bound(row);
		return rows;
	}

	/** A row from the future, of a clock that was ahead, counts from now on: it must not shut an account for years. */
	async #bound(row: Row): Promise<void> {
		const {blockedUntil, expiresAt} = row;
		const latest = {
			blockedUntil: bounded(blockedUntil, longestWait),
			expiresAt: bounded(expiresAt, lifetime),
		};
		if (latest.blockedUntil === blockedUntil && latest.expiresAt === expiresAt) return;
		const seen = {...primaryKey(row), blockedUntil, expiresAt};
		await this.#em.nativeUpdate(FailedLogins, seen, latest);
		Object.assign(row, latest);
	}
}

function isLive({expiresAt}: Count): boolean {
	return expiresAt.getTime() > Date.now();
}

function incremented(row: Count | undefined, threshold: number): Count {
	const now = Date.now();
	const live = row && isLive(row) ? row : {count: 0, expiresAt: new Date(now + lifetime)};
	const count = live.count + 1;
	const wait = count < threshold ? 0 : Math.min(longestWait, 2 ** (count - threshold + 5) * 1000);
	return {count, blockedUntil: new Date(now + wait), expiresAt: live.expiresAt};
}

/** The same time, unless it is further away than can be. */
function bounded(time: Date, most: number): Date {
	const now = Date.now();
	return time.getTime() > now + most + clockTolerance ? new Date(now + most) : time;
}

function waitUntil(row: Count | undefined): number {
	return Math.max(0, (row?.blockedUntil.getTime() ?? 0) - Date.now());
}

function primaryKey({usernameHash, network}: Pick<Row, 'usernameHash' | 'network'>) {
	return {usernameHash, network};
}
