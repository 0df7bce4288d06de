import {createHash} from 'node:crypto';
import type {Counter} from './failure-counters.ts';

/** A login attempt. */
export interface Attempt {
	/** The visitor's IP address. */
	address: string;
	/** See `usernameKeyOf`; undefined if nobody can have the name. */
	usernameKey?: string | undefined;
	/** The id of a device cookie that this user got at an earlier login. */
	device?: string | undefined;
}

/**
 * Failures from which on logins must wait, the narrowest network first. Few for a name from one network.
 * Many for a network, which may be a whole office or a town, and for a name from everywhere, so that
 * strangers cannot easily lock its owner out.
 */
const thresholds = {
	name: {3: [5, 10, 20], 4: [5, 10, 15, 20]},
	network: {3: [20, 60, 600], 4: [20, 60, 200, 600]},
	everywhere: 50,
	device: 5,
};

/** A device cookie is worth nothing for the rest of the day after as many failures. */
export const failuresOfDevice = 10;

/** Counts a name's failures from a browser that its owner has used before. */
export function deviceCounter(usernameKey: string, device: string): Counter {
	const network = `device:${device}`;
	return {usernameHash: hashOf(usernameKey), network, threshold: thresholds.device};
}

/**
 * @param networks the narrowest first
 * @returns lists in which a failure is counted from the first counter on, up to and including the first
 * one that is above its threshold: a network that waits already adds nothing to those that contain it
 */
export function countersOf({usernameKey}: Attempt, networks: string[]): Counter[][] {
	const levels = networks.length === 4 ? 4 : 3;
	const of = (kind: 'name' | 'network', usernameHash: string) =>
		networks.map((network, level) => {
			return {usernameHash, network, threshold: thresholds[kind][levels][level]!};
		});
	if (usernameKey === undefined) return [of('network', '')];
	const usernameHash = hashOf(usernameKey);
	const everywhere = {usernameHash, network: '', threshold: thresholds.everywhere};
	return [[...of('name', usernameHash), everywhere], of('network', '')];
}

export function hashOf(usernameKey: string): string {
	return createHash('sha256').update(usernameKey).digest('hex');
}
