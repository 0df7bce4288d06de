import {mock} from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {throttled} from '../../source/contrib/auth/throttle/throttle.ts';
import {random} from './emulator.ts';

/** Who guesses, and the address of its n-th machine. */
export interface Attacker {
	name: string;
	machines: number;
	address(machine: number): string;
}

const hex = (number: number) => number.toString(16);

export const attackers: Attacker[] = [
	{name: '1 address', machines: 1, address: () => '203.0.113.7'},
	{name: 'a /24', machines: 256, address: machine => `203.0.113.${machine}`},
	{name: 'an IPv6 /56', machines: 256, address: machine => `2001:db8:0:${hex(machine)}::1`},
	{name: 'an IPv6 /48', machines: 65_536, address: machine => `2001:db8:0:${hex(machine)}::1`},
	{
		name: '10,000 addresses of a botnet',
		machines: 10_000,
		address: machine => `${(machine % 199) + 1}.${(machine * 7) % 251}.${machine % 253}.9`,
	},
];

export type Place = 'a known browser' | 'a known network' | 'a new place';

/** From where the owner comes, for the n-th time; none of the attackers is there. */
const places: Record<Place, (visit: number) => {address: string; device?: string}> = {
	'a known browser': visit => ({address: `221.${visit}.0.1`, device: 'a'.repeat(22)}),
	'a known network': () => ({address: '222.0.0.1'}),
	'a new place': visit => ({address: `223.${visit}.0.1`}),
};

export interface Guessing {
	/** Guesses at one account that were checked, in a day. */
	guesses: number;
	/** Those of the first hour, which has the most. */
	firstHour: number;
	/** The most minutes that its owner waited; Infinity if not let in on the same day. */
	minutes: Record<Place, number>;
}

interface Visit {
	place: Place;
	who: {address: string; device?: string};
	arrival: number;
	next: number;
	/** Minutes until the owner was let in. */
	waited?: number;
}

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/**
 * A day of guesses at one account as fast as they are let in, by somebody who knows when that is. In the
 * afternoon its owner comes three times from each place.
 */
export async function simulate(
	em: EntityManager,
	attacker: Attacker,
	seed: number,
): Promise<Guessing> {
	mock.timers.enable({apis: ['Date'], now: Date.UTC(2026, 10, 1)});
	try {
		const end = Date.now() + day;
		await knock(em, places['a known network'](0), true);
		const below = random(seed);
		const visits = visitsOf(Date.now() + day / 2, () => below(6 * 60) * minute);
		const hour = Date.now() + 60 * minute;
		let guesses = 0;
		let firstHour = 0;
		let machine = 0;
		let nextGuess = Date.now();
		const guess = async () => {
			// Whoever is let in goes on; where several machines are refused, all are.
			const waits: number[] = [];
			while (waits.length < Math.min(attacker.machines, 5)) {
				const address = attacker.address(machine++ % attacker.machines);
				const wait = await knock(em, {address}, false);
				if (wait > 0) waits.push(wait);
				else guesses++;
				if (Date.now() < hour) firstHour = guesses;
			}
			nextGuess = Date.now() + Math.min(...waits) * second;
		};
		for (;;) {
			const outside = visits.filter(({waited}) => waited === undefined);
			const [visit] = outside.sort((one, other) => one.next - other.next);
			const now = Math.min(nextGuess, visit?.next ?? end);
			if (now >= end) break;
			mock.timers.setTime(now);
			if (!visit || visit.next > nextGuess) await guess();
			else {
				const wait = await knock(em, visit.who, true);
				if (wait === 0) visit.waited = (now - visit.arrival) / minute;
				// A person is slower than a program.
				visit.next += (wait + 1 + below(10)) * second;
			}
		}
		return {guesses, firstHour, minutes: longestOf(visits)};
	} finally {
		mock.timers.reset();
	}
}

function visitsOf(noon: number, later: () => number): Visit[] {
	return Object.entries(places).flatMap(([place, at]) =>
		[1, 2, 3].map(number => {
			const arrival = noon + later();
			return {place: place as Place, who: at(number), arrival, next: arrival};
		}),
	);
}

function longestOf(visits: Visit[]): Guessing['minutes'] {
	const longest = (place: Place) =>
		Math.max(
			...visits
				.filter(visit => visit.place === place)
				.map(({waited = Number.POSITIVE_INFINITY}) => waited),
		);
	const all = Object.keys(places) as Place[];
	return Object.fromEntries(all.map(place => [place, longest(place)])) as Guessing['minutes'];
}

/** @returns seconds to wait; 0 if the password was checked */
async function knock(em: EntityManager, who: {address: string}, isRight: boolean): Promise<number> {
	const attempt = async () => (isRight ? true : undefined);
	return (await throttled(em, {usernameKey: 'ada', ...who}, attempt)).waitSeconds;
}

/** A row of the table in docs/security.md. */
export function rowOf({name}: Attacker, {guesses, minutes}: Guessing): string {
	const waits = Object.values(minutes).map(most =>
		Number.isFinite(most) ? String(Math.ceil(most)) : 'not on that day',
	);
	return `| ${[name, guesses, ...waits].join(' | ')} |`;
}
