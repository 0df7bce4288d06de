import {type Durations, earlierDurations} from '../../../runs/earlier-durations.ts';
import type {Rehearsal} from '../../../runs/events.ts';
import type {RunProgress, Step} from './run-progress.ts';

/** A mean says something about the others once so many migrations have taken so long, in milliseconds. */
const leastDone = 3;
const leastTime = 2000;
/** So many times the mean, one migration is unlike the others. */
const unlike = 2;
/** So many times as long as foretold, and a second, a migration is late. */
const late = 2;
/** So much more than foretold before, nothing is known. */
const risen = 1.25;

/** How long a run will still take. */
export class TimeLeft {
	readonly #progress: RunProgress;
	readonly #rehearsed: Map<string, number>;
	readonly #earlier: () => Durations;
	#durations: Durations | undefined;
	#least = Number.POSITIVE_INFINITY;

	/** @param rehearsal of the run's plan @param earlier read once, when it is needed */
	constructor(progress: RunProgress, rehearsal: Rehearsal | undefined, earlier: () => Durations) {
		this.#progress = progress;
		this.#rehearsed = rehearsal ? estimatesOf(rehearsal) : new Map();
		this.#earlier = earlier;
	}

	/**
	 * It never rises.
	 * @param now in milliseconds since 1970
	 * @returns milliseconds; undefined while it is not known: the run waits, fills rows (backfills have their own
	 *   estimate), is late, or takes longer than foretold before
	 */
	at(now = Date.now()): number | undefined {
		const left = this.#expected(now);
		if (left === undefined || left > this.#least * risen) return undefined;
		this.#least = Math.min(left, this.#least);
		return this.#least;
	}

	#expected(now: number): number | undefined {
		const {steps, statement, stepWaiting, waitingFor, backfill, rehearses} = this.#progress;
		if (rehearses || stepWaiting || waitingFor || backfill) return undefined;
		const all = [...steps];
		const isRunning = all.some(([, {state}]) => state === 'running');
		// Of a run in one transaction, steps begin and end together.
		if (all.some(([, {faked}]) => faked) || (statement && !isRunning)) return undefined;
		const mean = meanOf(all.map(([, step]) => step));
		let left = 0;
		for (const [migration, step] of all) {
			const rest = restOf(step, this.#estimate(migration, step) ?? mean, now);
			if (rest === undefined) return undefined;
			left += rest;
		}
		return left;
	}

	#estimate(migration: string, {state, direction, fills}: Step): number | undefined {
		if (state === 'done') return undefined;
		const rehearsed = this.#rehearsed.get(migration);
		if (rehearsed !== undefined || fills || direction === undefined) return rehearsed;
		this.#durations ??= this.#earlier();
		return this.#durations[direction].get(migration);
	}
}

/** @param run the journal's name */
export function timeLeftOf(
	progress: RunProgress,
	root: string,
	run: string,
	rehearsal?: Rehearsal,
): TimeLeft {
	return new TimeLeft(progress, rehearsal, () => earlierDurations(root, run));
}

/** Milliseconds of each migration. A copy may have had a sample of the rows: the real run takes longer. */
function estimatesOf({steps, estimate}: Rehearsal): Map<string, number> {
	const all = steps.reduce((sum, {milliseconds}) => sum + milliseconds, 0);
	const times = all > 0 ? estimate.milliseconds / all : 1;
	return new Map(steps.map(({migration, milliseconds}) => [migration, milliseconds * times]));
}

/** What a migration of this run took, if they are alike. */
function meanOf(steps: Step[]): number | undefined {
	const times = steps.flatMap(({state, milliseconds, fills, waited}) =>
		state === 'done' && !fills && !waited ? (milliseconds ?? []) : [],
	);
	const all = times.reduce((sum, time) => sum + time, 0);
	const mean = all / times.length;
	const isKnown = times.length >= leastDone && all > leastTime;
	return isKnown && Math.max(...times) <= unlike * mean ? mean : undefined;
}

function restOf({state, since, fills, waited}: Step, estimate: number | undefined, now: number) {
	if (state === 'done') return 0;
	if (estimate === undefined || state === 'failed') return undefined;
	if (state === 'waiting') return estimate;
	const elapsed = now - Date.parse(since ?? '');
	const isLate = !(elapsed <= late * estimate + 1000);
	return isLate || waited || fills ? undefined : Math.max(0, estimate - elapsed);
}
