import type {Rehearsal} from '../../runs/events.ts';
import type {RunProgress, Step} from './run-progress.ts';

/**
 * How long a run will still take, as its rehearsal tells.
 * @param now in milliseconds since 1970
 * @returns milliseconds; undefined while the run waits, fills rows (backfills have their own estimate) or is late
 */
export function timeLeft(
	progress: RunProgress,
	rehearsal: Rehearsal,
	now = Date.now(),
): number | undefined {
	const {steps, stepWaiting, waitingFor, backfill, rehearses} = progress;
	if (rehearses || stepWaiting || waitingFor || backfill) return undefined;
	const estimates = estimatesOf(rehearsal);
	let left = 0;
	for (const [migration, step] of steps) {
		const rest = restOf(step, estimates.get(migration), now);
		if (rest === undefined) return undefined;
		left += rest;
	}
	return left;
}

/** Milliseconds of each migration. A copy may have had a sample of the rows: the real run takes longer. */
function estimatesOf({steps, estimate}: Rehearsal): Map<string, number> {
	const all = steps.reduce((sum, {milliseconds}) => sum + milliseconds, 0);
	const times = all > 0 ? estimate.milliseconds / all : 1;
	return new Map(steps.map(({migration, milliseconds}) => [migration, milliseconds * times]));
}

function restOf({state, since}: Step, estimate: number | undefined, now: number) {
	if (state === 'done') return 0;
	if (estimate === undefined || state === 'failed') return undefined;
	if (state === 'waiting') return estimate;
	const rest = estimate - (now - Date.parse(since ?? ''));
	return rest > 0 ? rest : undefined;
}
