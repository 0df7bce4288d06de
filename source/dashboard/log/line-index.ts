import type {LogStore} from './log-store.ts';

interface Known {
	key: string;
	/** The line up to which was looked. */
	upTo: number;
	lines: number[];
}

/**
 * The numbers of the lines that pass a test. Each line is looked at once: a test that few lines pass
 * must not cost a look at all of them with every frame.
 */
export class LineIndex {
	readonly #known = new WeakMap<LogStore, Known>();

	/** @param key names the test: under another one the lines are looked at anew @returns ascending */
	of(store: LogStore, key: string, passes: (line: string) => boolean): number[] {
		const before = this.#known.get(store);
		const known = before?.key === key ? before : {key, upTo: store.first, lines: []};
		this.#known.set(store, known);
		for (let index = Math.max(known.upTo, store.first); index < store.total; index++) {
			if (passes(store.line(index))) known.lines.push(index);
		}
		known.upTo = store.total;
		// What the ring has forgotten is not to be kept here.
		if (known.lines[0]! < store.first) known.lines = linesFrom(store.first, known.lines);
		return known.lines;
	}
}

/** Those of an ascending list that are not below a number. */
export function linesFrom(number: number, lines: number[]): number[] {
	return lines.slice(placeOf(number, lines));
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
