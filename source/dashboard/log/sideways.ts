import {widthOf} from '../drawing/cells.ts';
import type {LogView, LogViewport} from '../state/state.ts';
import type {LogStore} from './file/log-store.ts';
import {rowsOfLine} from './line-rows.ts';
import {blankCell} from './lines/line-times.ts';
import {isShown} from './search/filter.ts';

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

/** How many columns of the longest visible line do not fit. */
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
