import {createHash} from 'node:crypto';
import {
	type EntityManager,
	type InferEntity,
	raw,
	UniqueConstraintViolationException,
} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';
import {networkOf} from './networks.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/** Who tries to log in, and as whom. */
export interface Attempt {
	/** The visitor's IP address. */
	address: string;
	/** As it was sent: anything. */
	username: unknown;
}

/** What a row counts. */
interface Counter {
	usernameHash: string;
	network: string;
	/** Failures that cost no waiting. */
	free: number;
}

/**
 * Few for a name from one network. A network may be an office's, and a name must not be shut to its
 * owner by whoever knows it: so their own counters begin much later.
 */
const free = {pair: 5, network: 20, username: 50};

const longestWait = 15 * 60_000;
/** Failures are forgotten after a day without a further one. */
const memory = 24 * 60 * 60_000;

export interface Outcome<T> {
	/** What the attempt gave; undefined when it failed, or was not made. */
	result?: T | undefined;
	/** 0 when it was made. */
	waitSeconds: number;
}

/**
 * Makes an attempt, unless there were too many failures before: then nothing is computed, and who
 * tries waits 32, 64, 128 … seconds, 15 minutes at most. An attempt counts as failed before it is made,
 * so that fifty at once are no better than one after another.
 * @param attempt gives undefined when it failed; when it throws, it does not count
 */
export async function throttled<T>(
	em: EntityManager,
	who: Attempt,
	attempt: () => Promise<T | undefined>,
): Promise<Outcome<T>> {
	const throttle = new Throttle(em, who);
	const wait = await throttle.admit();
	if (wait > 0) return {waitSeconds: Math.ceil(wait / 1000)};
	try {
		const result = await attempt();
		if (result !== undefined) await throttle.succeeded();
		return {waitSeconds: 0, result};
	} catch (error) {
		await throttle.giveBack();
		throw error;
	}
}

/** Forgets the failures of a name, or from an address's network; of all without either. @returns how many rows */
export async function forgetFailures(
	em: EntityManager,
	{username, address}: {username?: string; address?: string},
): Promise<number> {
	return em.nativeDelete(FailedLogins, {
		...(username !== undefined && {usernameHash: hashOf(username)}),
		...(address !== undefined && {network: networkOf(address)}),
	});
}

class Throttle {
	readonly #em: EntityManager;
	readonly #pair: Counter | undefined;
	readonly #username: Counter | undefined;
	readonly #network: Counter;
	#counted: Counter[] = [];

	constructor(em: EntityManager, {address, username}: Attempt) {
		// A fork: what a view has not flushed, or rolls back, is none of the throttle's business.
		this.#em = em.fork();
		const network = networkOf(address);
		this.#network = {usernameHash: '', network, free: free.network};
		if (typeof username !== 'string' || usernameErrors(username).length > 0) return;
		const usernameHash = hashOf(username);
		this.#pair = {usernameHash, network, free: free.pair};
		this.#username = {usernameHash, network: '', free: free.username};
	}

	/** Counts an attempt. @returns milliseconds to wait; 0 when it may be made */
	async admit(): Promise<number> {
		const all = [this.#pair, this.#network, this.#username].filter(
			counter => counter !== undefined,
		);
		const waits = await Promise.all(all.map(counter => this.#waitOf(counter)));
		const longest = Math.max(...waits);
		if (longest > 0) return longest;
		for (const counter of all) {
			// One network alone can never shut a name to everybody.
			if (counter === this.#username && (await this.#isBeyondFree(this.#pair!))) continue;
			const wait = await this.#count(counter);
			if (wait > 0) return wait;
			this.#counted.push(counter);
		}
		return 0;
	}

	async succeeded(): Promise<void> {
		const pair = this.#pair;
		this.#counted = this.#counted.filter(counter => counter !== pair);
		if (pair) await this.#em.nativeDelete(FailedLogins, keyOf(pair));
		await this.giveBack();
	}

	async giveBack(): Promise<void> {
		for (const counter of this.#counted) {
			await this.#em.nativeUpdate(
				FailedLogins,
				{...keyOf(counter), count: {$gt: 0}},
				{count: raw('failures - 1'), blockedUntil: new Date()},
			);
		}
	}

	async #waitOf(counter: Counter): Promise<number> {
		const row = await this.#rowOf(counter);
		return Math.max(0, (row?.blockedUntil.getTime() ?? 0) - Date.now());
	}

	async #isBeyondFree(counter: Counter): Promise<boolean> {
		return ((await this.#rowOf(counter))?.count ?? 0) > counter.free;
	}

	/** One more, if nobody has counted or blocked in the meantime; then it looks again. */
	async #count(counter: Counter): Promise<number> {
		for (let round = 0; round < 50; round++) {
			const row = await this.#rowOf(counter);
			const now = Date.now();
			const wait = (row?.blockedUntil.getTime() ?? 0) - now;
			if (wait > 0) return wait;
			const before = row && row.expiresAt.getTime() > now ? row.count : 0;
			const count = before + 1;
			const next = {
				count,
				blockedUntil: new Date(now + waitAfter(count, counter.free)),
				expiresAt: new Date(now + memory),
			};
			const done = row
				? (await this.#em.nativeUpdate(FailedLogins, {...keyOf(counter), count: row.count}, next)) >
					0
				: await this.#insert({...keyOf(counter), ...next});
			if (done) return 0;
		}
		return 1000;
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

/** Milliseconds. */
function waitAfter(failures: number, free: number): number {
	return failures < free ? 0 : Math.min(longestWait, 2 ** (failures - free + 5) * 1000);
}

function keyOf({usernameHash, network}: Counter) {
	return {usernameHash, network};
}

function hashOf(username: string): string {
	return createHash('sha256').update(usernameKeyOf(username)).digest('hex');
}
