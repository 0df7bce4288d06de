import type {EntityManager} from '@mikro-orm/core';
import {type Attempt, countersOf, deviceCounter, failuresOfDevice, hashOf} from './counters.ts';
import {FailedLogins} from './entities.ts';
import {type Counter, FailureCounters} from './failure-counters.ts';
import {areCounts, knownAmong, rememberNetworks} from './known-networks.ts';
import {networksOf} from './networks.ts';

export interface Outcome<T> {
	/** What the attempt returned; undefined if it failed or was not made. */
	result?: T | undefined;
	/** Until the next attempt is allowed; 0 if this one was made. */
	waitSeconds: number;
}

/**
 * Makes an attempt, unless there were too many failures before. The wait is 32, 64, 128 … seconds, and
 * at most 15 minutes. Each attempt is counted as a failure before it is made, so that many attempts at
 * once gain nothing. A success makes the network known: failures elsewhere do not count there any more.
 * @param attempt returns undefined if it failed; if it throws, it is not counted
 */
export async function throttled<T>(
	em: EntityManager,
	who: Attempt,
	attempt: () => Promise<T | undefined>,
): Promise<Outcome<T>> {
	const failures = new FailureCounters(em);
	const counters = await relevant(em, failures, who);
	const counted: Counter[] = [];
	const undo = async (those: Counter[]) => {
		for (const one of those) await failures.decrement(one);
	};
	const wait = await count(failures, counters, counted);
	if (wait > 0) {
		await undo(counted);
		return {waitSeconds: Math.ceil(wait / 1000)};
	}
	try {
		await failures.prune();
		const result = await attempt();
		if (result !== undefined) {
			const [own, ...others] = counted;
			if (own) await (own.usernameHash ? failures.clear(own) : failures.decrement(own));
			await undo(others);
			await rememberNetwork(em, who);
		}
		return {waitSeconds: 0, result};
	} catch (error) {
		await undo(counted);
		throw error;
	}
}

/** As a success from there does. */
export async function rememberNetwork(
	em: EntityManager,
	{usernameKey, address}: Attempt,
): Promise<void> {
	if (usernameKey !== undefined) await rememberNetworks(em, hashOf(usernameKey), address);
}

/** Deletes counts: of a name, of the networks of an address, or all. @returns how many */
export function forget(
	em: EntityManager,
	{usernameKey, address}: Partial<Attempt>,
): Promise<number> {
	return em.nativeDelete(FailedLogins, {
		...(usernameKey !== undefined && {usernameHash: hashOf(usernameKey)}),
		...(address === undefined ? areCounts : {network: {$in: networksOf(address)}}),
	});
}

interface Relevant {
	/** What failures are counted in; see `countersOf`. */
	lists: Counter[][];
	/** Those of them whose waits count for this visitor. */
	binding: Counter[];
}

/**
 * Other people's failures do not bind who has logged in before: with this browser, or from this network.
 * A known network and an unknown one count in the same rows, so that the time does not tell which it is.
 */
async function relevant(
	em: EntityManager,
	failures: FailureCounters,
	who: Attempt,
): Promise<Relevant> {
	const {usernameKey, device, address} = who;
	if (usernameKey !== undefined && device !== undefined) {
		const counter = deviceCounter(usernameKey, device);
		if ((await failures.countOf(counter)) < failuresOfDevice)
			return {lists: [[counter]], binding: [counter]};
	}
	const networks = networksOf(address);
	const lists = countersOf(who, networks);
	const known =
		usernameKey === undefined ? undefined : await knownAmong(em, hashOf(usernameKey), networks);
	const levels = known === undefined ? undefined : known + 1;
	return {lists, binding: lists.flatMap(list => list.slice(0, levels))};
}

/** Counts an attempt as a failure. @returns milliseconds to wait; 0 if it may be made */
async function count(
	failures: FailureCounters,
	{lists, binding}: Relevant,
	counted: Counter[],
): Promise<number> {
	const longest = await failures.waitOf(lists.flat(), binding);
	return longest > 0 ? longest : inTurn(() => increment(failures, {lists, binding}, counted));
}

let last: Promise<unknown> = Promise.resolve();

/** One after another in this process: attempts at the same counters would only make each other start again. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const done = last.then(work);
	last = done.catch(() => {});
	return done;
}

async function increment(
	failures: FailureCounters,
	{lists, binding}: Relevant,
	counted: Counter[],
): Promise<number> {
	for (const list of lists) {
		for (const counter of list) {
			const {count, wait} = await failures.increment(counter);
			if (wait === 0) counted.push(counter);
			else if (binding.includes(counter)) return wait;
			if (wait > 0 || count > counter.threshold) break;
		}
	}
	return 0;
}
