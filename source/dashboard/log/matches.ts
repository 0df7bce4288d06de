import type {LogView} from '../state.ts';
import {includes, isShown} from './filter.ts';
import {LineIndex, linesFrom} from './line-index.ts';
import type {LogStore} from './log-store.ts';

const index = new LineIndex();

/** The numbers of all shown lines that have the searched text, ascending. */
export function matchesIn(store: LogStore, view: LogView): number[] {
	const {search, filter, level, from} = view;
	if (search === '') return [];
	const key = JSON.stringify([search, filter, level]);
	const lines = index.of(store, key, line => includes(line, search) && isShown(line, view));
	return from > 0 ? linesFrom(from, lines) : lines;
}

/** `match 2/3`, or `3 matches` where none of them is the cursor's line. */
export function matchCount(store: LogStore, view: LogView): string {
	const lines = matchesIn(store, view);
	const place = view.cursor === undefined ? -1 : lines.indexOf(view.cursor);
	if (place >= 0) return `match ${place + 1}/${lines.length}`;
	return lines.length === 1 ? '1 match' : `${lines.length} matches`;
}
