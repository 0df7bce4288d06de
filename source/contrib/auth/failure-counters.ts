import {
	type EntityManager,
	type InferEntity,
	raw,
	UniqueConstraintViolationException,
} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';

/** What a row counts. */
export interface Counter {
	usernameHash: string;
	network: string;
	/** Failures that cost no waiting. */
	free: number;
}

const longestWait = 15 * 60_000;
/** Failures are forgotten after a day without a further one. */
const memory = 24 * 60 * 60_000;

/** Failed logins in the database, where every process of the site counts them. */
export class FailureCounters {
	readonly #em: EntityManager;

	constructor(em: EntityManager) {
		// A fork: what a view has not flushed, or rolls back, is none of their business.
		this.#em = em.fork();
	}

	/** @returns milliseconds */
	async waitOf(counter: Counter): Promise<number> {
		return waitUntil(await this.#rowOf(counter));
	}

	async isBeyondFree(counter: Counter): Promise<boolean> {
		return ((await this.#rowOf(counter))?.count ?? 0) > counter.free;
	}

	/**
	 * One more, if nobody has counted or blocked in the meantime; then it looks again.
	 * @returns milliseconds to wait; 0 when it was counted
	 */
	async count(counter: Counter): Promise<number> {
		for (let round = 0; round < 50; round++) {
			const row = await this.#rowOf(counter);
			const wait = waitUntil(row);
			if (wait > 0) return wait;
			const next = oneMore(row, counter.free);
			const done = row
				? await this.#replace(counter, row.count, next)
				: await this.#insert({...keyOf(counter), ...next});
			if (done) return 0;
		}
		return 1000;
	}

	/** One less: it was no failure. */
	async giveBack(counter: Counter): Promise<void> {
		await this.#em.nativeUpdate(
			FailedLogins,
			{...keyOf(counter), count: {$gt: 0}},
			{count: raw('failures - 1'), blockedUntil: new Date()},
		);
	}

	async clear(counter: Counter): Promise<void> {
		await this.#em.nativeDelete(FailedLogins, keyOf(counter));
	}

	async #replace(counter: Counter, count: number, next: Counted): Promise<boolean> {
		return (await this.#em.nativeUpdate(FailedLogins, {...keyOf(counter), count}, next)) > 0;
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

	#rowOf(counter: Counter) {
		return this.#em.findOne(FailedLogins, keyOf(counter), {disableIdentityMap: true});
	}
}

type Counted = Pick<InferEntity<typeof FailedLogins>, 'count' | 'blockedUntil' | 'expiresAt'>;

function oneMore(row: Counted | null, free: number): Counted {
	const now = Date.now();
	const count = (row && row.expiresAt.getTime() > now ? row.count : 0) + 1;
	const wait = count < free ? 0 : Math.min(longestWait, 2 ** (count - free + 5) * 1000);
	return {count, blockedUntil: new Date(now + wait), expiresAt: new Date(now + memory)};
}

function waitUntil(row: Counted | null): number {
	return Math.max(0, (row?.blockedUntil.getTime() ?? 0) - Date.now());
}

function keyOf({usernameHash, network}: Counter) {
	return {usernameHash, network};
}
