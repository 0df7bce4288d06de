import type {LogMark, LogView} from '../state/state.ts';
import type {LogStore} from './file/log-store.ts';
import {firstLine, shownFrom} from './window.ts';

/** The marks between a visible line and the one above it. */
export function marksAbove(store: LogStore, view: LogView, number: number): LogMark[] {
	if (view.marks.length === 0) return [];
	const from = behindLineAbove(store, view, number);
	return view.marks.filter(({before}) => before >= from && before <= number);
}

/** The marks below the last visible line. */
export function lastMarks(store: LogStore, view: LogView): LogMark[] {
	if (view.marks.length === 0) return [];
	const from = behindLineAbove(store, view, store.total);
	return view.marks.filter(({before}) => before >= from);
}

function behindLineAbove(store: LogStore, view: LogView, number: number): number {
	const above = shownFrom(store, view, number, -1);
	return above.missing > 0 ? firstLine(store, view) : above.number + 1;
}
