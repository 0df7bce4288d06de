import {includes, isShown, type LogStore} from '../log-store.ts';
import type {LogView} from '../state.ts';
import {placeOf} from './shown.ts';

interface Found {
	/** What was searched, and in which view. */
	key: string;
	/** The line up to which was searched. */
	upTo: number;
	lines: number[];
}

const searches = new WeakMap<LogStore, Found>();

/** The numbers of all shown lines that have the searched text, ascending. Each line is looked at once. */
export function matchesIn(store: LogStore, view: LogView): number[] {
	if (view.search === '') return [];
	const key = JSON.stringify([view.search, view.filter, view.level]);
	const known = searches.get(store);
	const found = known?.key === key ? known : {key, upTo: store.first, lines: []};
	searches.set(store, found);
	for (let index = Math.max(found.upTo, store.first); index < store.total; index++) {
		const line = store.line(index);
		if (includes(line, view.search) && isShown(line, view)) found.lines.push(index);
	}
	found.upTo = store.total;
	if (found.lines[0]! < store.first) {
		found.lines = found.lines.slice(placeOf(store.first, found.lines));
	}
	return view.from > 0 ? found.lines.slice(placeOf(view.from, found.lines)) : found.lines;
}

/** `match 2/3`, or `3 matches` where none of them is the cursor's line. */
export function matchCount(store: LogStore, view: LogView): string {
	const lines = matchesIn(store, view);
	const index = view.cursor === undefined ? -1 : lines.indexOf(view.cursor);
	if (index >= 0) return `match ${index + 1}/${lines.length}`;
	return lines.length === 1 ? '1 match' : `${lines.length} matches`;
}
