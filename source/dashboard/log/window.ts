import {isShown, type LogStore} from '../log-store.ts';
import type {LogView} from '../state.ts';

/** A line of the log that is seen, and its rows. */
export interface SeenLine {
	number: number;
	rows: string[];
}

export type RowsOf = (number: number, above: number | undefined) => string[];

/** The lines that fit: from the top down while paused, to the very last one while following. */
export function windowOf(
	store: LogStore,
	view: LogView,
	height: number,
	rowsOf: RowsOf,
): SeenLine[] {
	if (view.top === undefined) return upwards(store, view, store.total - 1, height, rowsOf);
	const seen = downwards(store, view, view.top, height, rowsOf);
	const last = seen.at(-1)?.number ?? -1;
	const cursor = view.cursor ?? last;
	if (cursor > last) return upwards(store, view, cursor, height, rowsOf);
	return rowCount(seen) < height ? upwards(store, view, last, height, rowsOf) : seen;
}

export function firstLine(store: LogStore, {from}: LogView): number {
	return Math.max(store.first, from);
}

/** The number of the shown line so many steps away, and how many steps there were none for. */
export function shownFrom(
	store: LogStore,
	view: LogView,
	from: number,
	steps: number,
): {number: number; missing: number} {
	const direction = Math.sign(steps);
	let left = Math.abs(steps);
	let number = from;
	for (let index = from + direction; left > 0; index += direction) {
		if (index < firstLine(store, view) || index >= store.total) break;
		if (!isShown(store.line(index), view)) continue;
		number = index;
		left--;
	}
	return {number, missing: left};
}

function downwards(
	store: LogStore,
	view: LogView,
	top: number,
	height: number,
	rowsOf: RowsOf,
): SeenLine[] {
	const seen: SeenLine[] = [];
	let rows = 0;
	let above: number | undefined;
	for (let number = Math.max(top, firstLine(store, view)); number < store.total; number++) {
		if (!isShown(store.line(number), view)) continue;
		const line = {number, rows: rowsOf(number, above)};
		if (rows > 0 && rows + line.rows.length > height) break;
		seen.push(line);
		rows += line.rows.length;
		above = number;
		if (rows >= height) break;
	}
	return seen;
}

function upwards(
	store: LogStore,
	view: LogView,
	last: number,
	height: number,
	rowsOf: RowsOf,
): SeenLine[] {
	const seen: SeenLine[] = [];
	let rows = 0;
	for (
		let number = Math.min(last, store.total - 1);
		number >= firstLine(store, view) && rows < height;
		number--
	) {
		if (!isShown(store.line(number), view)) continue;
		const above = shownFrom(store, view, number, -1);
		const line = {number, rows: rowsOf(number, above.missing ? undefined : above.number)};
		if (rows > 0 && rows + line.rows.length > height && view.top !== undefined) break;
		seen.unshift(line);
		rows += line.rows.length;
	}
	return seen;
}

function rowCount(lines: SeenLine[]): number {
	return lines.reduce((sum, {rows}) => sum + rows.length, 0);
}
