import {createHash} from 'node:crypto';
import type {EntityManager} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';
import {type Counter, FailureCounters} from './failure-counters.ts';
import {networkOf} from './networks.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/** A login attempt. */
export interface Attempt {
	/** The visitor's IP address. */
	address: string;
	/** Unvalidated input. */
	username: unknown;
}

/**
 * Failures from which on logins must wait. Few for a name from one network. Many for a network, which
 * may be a whole office, and for a name, so that strangers cannot easily lock its owner out.
 */
const thresholds = {pair: 5, network: 20, username: 50};

export interface Outcome<T> {
	/** What the attempt returned; undefined if it failed or was not made. */
	result?: T | undefined;
	/** Until the next attempt is allowed; 0 if this one was made. */
	waitSeconds: number;
}

/**
 * Makes an attempt, unless there were too many failures before. The wait is 32, 64, 128 … seconds, and
 * at most 15 minutes. Each attempt is counted as a failure before it is made, so that many attempts at
 * once gain nothing.
 * @param attempt returns undefined if it failed; if it throws, it is not counted
 */
export async function throttled<T>(
	em: EntityManager,
	who: Attempt,
	attempt: () => Promise<T | undefined>,
): Promise<Outcome<T>> {
	const throttle = new Throttle(em, who);
	const wait = await throttle.count();
	if (wait > 0) return {waitSeconds: Math.ceil(wait / 1000)};
	try {
		const result = await attempt();
		if (result !== undefined) await throttle.succeeded();
		return {waitSeconds: 0, result};
	} catch (error) {
		await throttle.uncount();
		throw error;
	}
}

/** Deletes counts of failed logins: of a name, of an address's network, or all. @returns how many */
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
	readonly #counters: FailureCounters;
	readonly #pair: Counter | undefined;
	readonly #username: Counter | undefined;
	readonly #network: Counter;
	#counted: Counter[] = [];

	constructor(em: EntityManager, {address, username}: Attempt) {
		this.#counters = new FailureCounters(em);
		const network = networkOf(address);
		this.#network = {usernameHash: '', network, threshold: thresholds.network};
		if (typeof username !== 'string' || usernameErrors(username).length > 0) return;
		const usernameHash = hashOf(username);
		this.#pair = {usernameHash, network, threshold: thresholds.pair};
		this.#username = {usernameHash, network: '', threshold: thresholds.username};
	}

	/** Counts an attempt as a failure. @returns milliseconds to wait; 0 if it may be made */
	async count(): Promise<number> {
		const all = [this.#pair, this.#network, this.#username].filter(
			counter => counter !== undefined,
		);
		const waits = await Promise.all(all.map(counter => this.#counters.waitOf(counter)));
		const longest = Math.max(...waits);
		if (longest > 0) return longest;
		for (const counter of all) {
			// One network alone must not lock a name for all others.
			const isOfName = counter === this.#username;
			if (isOfName && (await this.#counters.isAboveThreshold(this.#pair!))) continue;
			const wait = await this.#counters.increment(counter);
			if (wait > 0) return wait;
			this.#counted.push(counter);
		}
		return 0;
	}

	async succeeded(): Promise<void> {
		const pair = this.#pair;
		this.#counted = this.#counted.filter(counter => counter !== pair);
		if (pair) await this.#counters.clear(pair);
		await this.uncount();
	}

	/** Takes back what `count` has counted. */
	async uncount(): Promise<void> {
		for (const counter of this.#counted) await this.#counters.decrement(counter);
	}
}

function hashOf(username: string): string {
	return createHash('sha256').update(usernameKeyOf(username)).digest('hex');
}
