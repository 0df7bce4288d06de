import {copied, safe} from '../drawing/foreign-text.ts';
import type {LogView} from '../state/state.ts';
import type {LogStore} from './file/log-store.ts';
import {levelOf} from './lines/level.ts';
import {isShown} from './search/filter.ts';
import {firstLine, shownFrom} from './window.ts';

const frame = /^\s+at |^\s+\.\.\. \d+ more|^\s*\[cause\]|^\s+[\w$]+: .*,?$|^\s*\}$/;

/** Lines above and below one that may belong to the same stack. */
const longestStack = 1000;

/** The visible lines in a range, without colours. */
export function shownText(store: LogStore, view: LogView, from: number, to: number): string {
	return shownIn(store, view, from, to).join('\n');
}

export function shownIn(store: LogStore, view: LogView, from: number, to: number): string[] {
	const lines: string[] = [];
	const end = Math.min(to + 1, store.total);
	for (let index = Math.max(from, firstLine(store, view)); index < end; index++) {
		if (isShown(store.line(index), view)) lines.push(plain(store, index));
	}
	return lines;
}

export function firstShown(store: LogStore, view: LogView): string | undefined {
	const {number} = shownFrom(store, view, firstLine(store, view) - 1, 1);
	return shownIn(store, view, number, number)[0];
}

export function withStack(store: LogStore, number: number): string {
	return number < 0 ? '' : blockAround(store, number).join('\n');
}

/** A line, with the lines above and below it that belong to the same stack. */
export function blockAround(store: LogStore, number: number): string[] {
	return stackAround(store, number).map(line => plain(store, line));
}

/** The last visible error with its stack, if it is in memory. */
export function lastError(store: LogStore, view: LogView): string {
	for (let index = store.total - 1; index >= Math.max(store.first, view.from); index--) {
		if (levelOf(store.line(index)) === 'error') return withStack(store, index);
	}
	return '';
}

/** The source that a line or its stack refers to; the project's own frames come first. */
export function placeInSource(
	store: LogStore,
	number: number,
): {file: string; line: number} | undefined {
	if (number < 0) return undefined;
	const inStack = stackAround(store, number).flatMap(line => placesOf(store.line(line)));
	return placesOf(store.line(number))[0] ?? inStack[0];
}

/** Absolute paths with a line, outside of node_modules. */
function placesOf(line: string): {file: string; line: number}[] {
	const text = safe(line);
	const found = text.matchAll(
		/(?:file:\/\/)?(\/[^\s:()"']+|[\w.@-][\w./@-]*\.[cm]?[jt]sx?):(\d+)(?::\d+)?/g,
	);
	return [...found]
		.map(([, file, number]) => ({file: file!, line: Number(number)}))
		.filter(({file}) => !file.includes('/node_modules/') && !file.startsWith('node:'));
}

function stackAround(store: LogStore, number: number): number[] {
	let first = number;
	while (first > Math.max(store.oldest, number - longestStack) && frame.test(store.line(first)))
		first--;
	let last = number;
	while (
		last + 1 < Math.min(store.total, number + longestStack) &&
		frame.test(store.line(last + 1))
	)
		last++;
	return Array.from({length: last - first + 1}, (_, index) => first + index);
}

function plain(store: LogStore, number: number): string {
	return copied(store.wholeLine(number));
}
