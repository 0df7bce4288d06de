import {isShown, type LogStore} from '../log-store.ts';
import type {LogView} from '../state.ts';

interface Shown {
	/** The view's filter and level. */
	key: string;
	/** The line up to which was looked. */
	upTo: number;
	lines: number[];
}

const known = new WeakMap<LogStore, Shown>();

/**
 * The numbers of all lines that pass the view's filter and level, ascending. Each line is looked at
 * once: a filter that few lines pass must not cost a look at all of them with every frame.
 * @returns nothing where every line passes
 */
export function shownLines(store: LogStore, view: LogView): number[] | undefined {
	if (view.level === 'all' && (view.filter === '' || view.filter === '!')) return undefined;
	const key = `${view.level} ${view.filter}`;
	const before = known.get(store);
	const shown = before?.key === key ? before : {key, upTo: store.first, lines: []};
	known.set(store, shown);
	for (let index = Math.max(shown.upTo, store.first); index < store.total; index++) {
		if (isShown(store.line(index), view)) shown.lines.push(index);
	}
	shown.upTo = store.total;
	// What the ring has forgotten is not to be kept here.
	if (shown.lines[0]! < store.first) {
		shown.lines = shown.lines.slice(placeOf(store.first, shown.lines));
	}
	return shown.lines;
}

/** The place in an ascending list where a number stands, or would stand. */
export function placeOf(number: number, lines: number[]): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (lines[middle]! < number) low = middle + 1;
		else high = middle;
	}
	return low;
}
