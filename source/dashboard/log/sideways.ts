import {inCaseOf} from '../../words/smart-case.ts';
import {widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import type {LogView, LogViewport} from '../state/state.ts';
import type {LogStore} from './file/log-store.ts';
import {rowsOfLine} from './line-rows.ts';
import {blankCell} from './lines/line-times.ts';
import {includes, isShown} from './search/filter.ts';

/** The sideways scroll after a step by columns, limited to the longest visible line. */
export function shiftedBy(
	columns: number,
	store: LogStore,
	view: LogView,
	seen: LogViewport,
): number {
	const {shift, wrap} = view;
	if (wrap) return 0;
	const end = columnsBeyond(store, view, seen);
	if (columns > 0) return Math.max(shift, Math.min(shift + columns, end));
	return Math.max(0, Math.min(shift, end) + columns);
}

function columnsBeyond(
	store: LogStore,
	view: LogView,
	{first, last, columns}: LogViewport,
): number {
	const whole = {...view, shift: 0};
	const cell = blankCell(view.times);
	let widest = 0;
	for (let number = first; number <= last; number++) {
		const line = store.line(number);
		if (!isShown(line, view)) continue;
		const isExpanded = view.expanded.has(number);
		const rows = rowsOfLine(line, cell, isExpanded, whole, Number.POSITIVE_INFINITY);
		widest = Math.max(widest, ...rows.map(widthOf));
	}
	return Math.max(0, widest - columns);
}

/** Without colours, a match has a mark on both sides. */
const marks = 2;

/** The row of the first match in a line, and the sideways scroll that shows it. */
export function matchPlace(
	line: string,
	expanded: boolean,
	view: LogView,
	columns: number,
): {row: number; shift: number} {
	const {search, wrap, shift, times} = view;
	if (search === '') return {row: 0, shift};
	const cell = blankCell(times);
	const plain = {...view, search: '', shift: 0};
	const rows = rowsOfLine(line, cell, expanded, plain, wrap ? columns : Infinity);
	const row = rows.findIndex(text => includes(text, search));
	if (wrap || row < 0) return {row: Math.max(0, row), shift};
	const text = safe(rows[row]!).slice(cell.length);
	return {row, shift: shiftFor(text, search, shift, columns - cell.length)};
}

function shiftFor(text: string, search: string, shift: number, room: number): number {
	const start = widthOf(text.slice(0, inCaseOf(search, text).indexOf(search)));
	const end = start + widthOf(search) + marks;
	if (start >= shift && end < shift + room) return shift;
	return end < room ? 0 : Math.max(0, start - (room >> 1));
}
