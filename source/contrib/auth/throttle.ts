import {createHash} from 'node:crypto';
import type {EntityManager} from '@mikro-orm/core';
import {FailedLogins} from './entities.ts';
import {type Counter, FailureCounters} from './failure-counters.ts';
import {networkOf} from './networks.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/** Who tries to log in, and as whom. */
export interface Attempt {
	/** The visitor's IP address. */
	address: string;
	/** As it was sent: anything. */
	username: unknown;
}

/**
 * Few for a name from one network. A network may be an office's, and a name must not be shut to its
 * owner by whoever knows it: so their own counters begin much later.
 */
const free = {pair: 5, network: 20, username: 50};

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
	readonly #counters: FailureCounters;
	readonly #pair: Counter | undefined;
	readonly #username: Counter | undefined;
	readonly #network: Counter;
	#counted: Counter[] = [];

	constructor(em: EntityManager, {address, username}: Attempt) {
		this.#counters = new FailureCounters(em);
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
		const waits = await Promise.all(all.map(counter => this.#counters.waitOf(counter)));
		const longest = Math.max(...waits);
		if (longest > 0) return longest;
		for (const counter of all) {
			// One network alone can never shut a name to everybody.
			const isNames = counter === this.#username;
			if (isNames && (await this.#counters.isBeyondFree(this.#pair!))) continue;
			const wait = await this.#counters.count(counter);
			if (wait > 0) return wait;
			this.#counted.push(counter);
		}
		return 0;
	}

	async succeeded(): Promise<void> {
		const pair = this.#pair;
		this.#counted = this.#counted.filter(counter => counter !== pair);
		if (pair) await this.#counters.clear(pair);
		await this.giveBack();
	}

	async giveBack(): Promise<void> {
		for (const counter of this.#counted) await this.#counters.giveBack(counter);
	}
}

function hashOf(username: string): string {
	return createHash('sha256').update(usernameKeyOf(username)).digest('hex');
}
