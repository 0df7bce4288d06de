import type {LogMark, LogView} from '../state/state.ts';
import type {LogStore} from './file/log-store.ts';
import {shownLines} from './search/filter.ts';

export interface SeenLine {
	number: number;
	rows: string[];
	/** How many of its rows are above the window. */
	above: number;
}

/** What is drawn, and with which rows for a line below the line `above`. */
interface WindowOptions {
	store: LogStore;
	view: LogView;
	height: number;
	rowsOf: (number: number, above: number | undefined) => string[];
}

/** The rows that fit: from the top down while paused, up from the last line while following. */
export function windowOf(options: WindowOptions): SeenLine[] {
	const {store, view, height} = options;
	if (view.top === undefined) return upwards(options, store.total - 1);
	const seen = downwards(options, view.top);
	const last = seen.at(-1)?.number ?? -1;
	const cursor = view.cursor ?? last;
	if (cursor > last) return upwards(options, cursor);
	const count = seen.reduce((sum, {rows}) => sum + rows.length, 0);
	return count < height ? upwards(options, last) : seen;
}

/** The first line that is known and not cleared. */
export function firstLine(store: LogStore, {from}: LogView): number {
	return Math.max(store.oldest, from);
}

/** The visible line some steps away. @returns `missing`: how many of these steps do not exist */
export function shownFrom(
	store: LogStore,
	view: LogView,
	from: number,
	steps: number,
): {number: number; missing: number} {
	const lines = shownLines(store, view);
	if (!lines) {
		store.readBackTo(Math.max(view.from, from + steps));
		const first = firstLine(store, view);
		const number = Math.max(first, Math.min(store.total - 1, from + steps));
		return {number, missing: Math.abs(from + steps - number)};
	}
	const step = steps > 0 ? 1 : -1;
	const {number, missing} = stepsOver(walk(store, view, from, step), from, Math.abs(steps));
	if (number !== undefined || lines.has(from)) return {number: number ?? from, missing};
	return {number: lines.next(from, step === 1 ? -1 : 1) ?? from, missing};
}

function stepsOver(numbers: Iterable<number>, from: number, steps: number) {
	let number: number | undefined;
	let missing = steps;
	for (const next of numbers) {
		if (missing === 0) break;
		if (next === from) continue;
		number = next;
		missing--;
	}
	return {number, missing};
}

/** From `top` on, until the window is full. */
function downwards({store, view, height, rowsOf}: WindowOptions, top: number): SeenLine[] {
	const seen: SeenLine[] = [];
	let room = height;
	for (const number of walk(store, view, Math.max(top, firstLine(store, view)), 1)) {
		const all = rowsOf(number, seen.at(-1)?.number);
		const above = number === top ? Math.min(view.topRow ?? 0, all.length - 1) : 0;
		const rows = all.slice(above, above + room);
		seen.push({number, rows, above});
		room -= rows.length;
		if (room <= 0) break;
	}
	return seen;
}

/** Up from the end of `last`, until the window is full. */
function upwards({store, view, height, rowsOf}: WindowOptions, last: number): SeenLine[] {
	const seen: SeenLine[] = [];
	let room = height;
	for (const number of walk(store, view, Math.min(last, store.total - 1), -1)) {
		const before = shownFrom(store, view, number, -1);
		const all = rowsOf(number, before.missing ? undefined : before.number);
		const rows = all.slice(-room);
		seen.unshift({number, rows, above: all.length - rows.length});
		room -= rows.length;
		if (room <= 0) break;
	}
	return seen;
}

/** The visible lines from a number on, included. */
function* walk(store: LogStore, view: LogView, from: number, step: 1 | -1): Generator<number> {
	const lines = shownLines(store, view);
	if (!lines) {
		for (let number = from; number < store.total; number += step) {
			if (number < firstLine(store, view)) return;
			yield number;
		}
		return;
	}
	for (const number of lines.walk(from, step)) {
		if (number < view.from) return;
		yield number;
	}
}

/** The marks between a visible line and the one above it. */
export function marksAbove(store: LogStore, view: LogView, number: number): LogMark[] {
	if (view.marks.length === 0) return [];
	const from = behindLineAbove(store, view, number);
	return view.marks.filter(({before}) => before >= from && before <= number);
}

export function lastMarks(store: LogStore, view: LogView): LogMark[] {
	if (view.marks.length === 0) return [];
	const from = behindLineAbove(store, view, store.total);
	return view.marks.filter(({before}) => before >= from);
}

function behindLineAbove(store: LogStore, view: LogView, number: number): number {
	const above = shownFrom(store, view, number, -1);
	return above.missing > 0 ? firstLine(store, view) : above.number + 1;
}
