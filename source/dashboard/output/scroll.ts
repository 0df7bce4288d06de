import {costOf} from './difference.ts';
import {blankRow, type Row} from './row.ts';

/** Rows `top` to `bottom` move up by `count`, down if it is negative. */
interface Scroll {
	top: number;
	bottom: number;
	count: number;
}

/** In bytes. */
const costOfScroll = 16;
const furthest = 12;

/** Finds the scroll that saves most bytes, if any does. A list that moves by one then costs one row. */
export function findScroll(shown: readonly Row[], wanted: readonly Row[]): Scroll | undefined {
	const costs = wanted.map((row, y) => costOf(shown[y]!, row));
	if (costs.filter(cost => cost > 0).length < 3) return undefined;
	let best: Scroll | undefined;
	let most = costOfScroll;
	for (let count = -furthest; count <= furthest; count++) {
		if (count === 0) continue;
		const found = bestRange(shown, wanted, costs, count);
		if (found.gain <= most) continue;
		most = found.gain;
		best = {top: found.top, bottom: found.bottom, count};
	}
	return best;
}

/** The range for which moving by `count` saves most: the run of gains with the greatest sum. */
function bestRange(
	shown: readonly Row[],
	wanted: readonly Row[],
	costs: readonly number[],
	count: number,
): {gain: number; top: number; bottom: number} {
	const up = Math.max(count, 0);
	const down = Math.max(-count, 0);
	let best = {gain: 0, top: 0, bottom: 0};
	let sum = 0;
	let start = down;
	for (let y = down; y < wanted.length - up; y++) {
		// What costs more than that begins another run, however much more.
		const limit = sum + costs[y]!;
		sum = limit - costOf(shown[y + count]!, wanted[y]!, limit);
		if (sum <= 0) {
			sum = 0;
			start = y + 1;
		} else if (sum > best.gain) best = {gain: sum, top: start - down, bottom: y + up};
	}
	return best.gain === 0
		? best
		: {...best, gain: best.gain - costOfNewRows(wanted, costs, best, count)};
}

/** Rows that come in are empty and have to be drawn whole. */
function costOfNewRows(
	wanted: readonly Row[],
	costs: readonly number[],
	{top, bottom}: {top: number; bottom: number},
	count: number,
): number {
	const empty = blankRow(wanted[0]!.length);
	const first = count > 0 ? bottom - count + 1 : top;
	let cost = 0;
	for (let y = first; y < first + Math.abs(count); y++)
		cost += costOf(empty, wanted[y]!) - costs[y]!;
	return cost;
}

export function scrolled(rows: readonly Row[], {top, bottom, count}: Scroll): Row[] {
	const empty = blankRow(rows[0]!.length);
	return rows.map((row, y) => {
		if (y < top || y > bottom) return row;
		const from = y + count;
		return from < top || from > bottom ? empty : rows[from]!;
	});
}
