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
	const failures = new FailureCounters(em);
	const counters = countersOf(who);
	const counted: Counter[] = [];
	const wait = await count(failures, counters, counted);
	if (wait > 0) return {waitSeconds: Math.ceil(wait / 1000)};
	try {
		const result = await attempt();
		if (result !== undefined) {
			if (counters.pair) await failures.clear(counters.pair);
			for (const one of counted) if (one !== counters.pair) await failures.decrement(one);
		}
		return {waitSeconds: 0, result};
	} catch (error) {
		for (const one of counted) await failures.decrement(one);
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

interface Counters {
	pair?: Counter;
	network: Counter;
	username?: Counter;
}

function countersOf({address, username}: Attempt): Counters {
	const network = networkOf(address);
	const ofNetwork = {usernameHash: '', network, threshold: thresholds.network};
	if (typeof username !== 'string' || usernameErrors(username).length > 0)
		return {network: ofNetwork};
	const usernameHash = hashOf(username);
	return {
		pair: {usernameHash, network, threshold: thresholds.pair},
		network: ofNetwork,
		username: {usernameHash, network: '', threshold: thresholds.username},
	};
}

/** Counts an attempt as a failure. @returns milliseconds to wait; 0 if it may be made */
async function count(
	failures: FailureCounters,
	{pair, network, username}: Counters,
	counted: Counter[],
): Promise<number> {
	const all = [pair, network, username].filter(counter => counter !== undefined);
	const longest = Math.max(...(await Promise.all(all.map(one => failures.waitOf(one)))));
	if (longest > 0) return longest;
	for (const counter of all) {
		// One network alone must not lock a name for all others.
		if (counter === username && (await failures.isAboveThreshold(pair!))) continue;
		const wait = await failures.increment(counter);
		if (wait > 0) return wait;
		counted.push(counter);
	}
	return 0;
}

function hashOf(username: string): string {
	return createHash('sha256').update(usernameKeyOf(username)).digest('hex');
}
