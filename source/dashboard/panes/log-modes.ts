import {widthOf} from '../drawing/cells.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import type {LogStore} from '../log/file/log-store.ts';
import {matchCount} from '../log/search/matches.ts';
import type {LogView} from '../state/state.ts';

/** The same text in different lengths, the longest first. */
type Texts = string[];

const gap = '  ';

/** How the log is seen: shortened as needed, then without the least important modes. */
export function logModes(store: LogStore, view: LogView, columns: number): string {
	const all = modesOf(store, view);
	for (const shortness of [0, 1, 2]) {
		const row = all.map(texts => texts[shortness] ?? texts.at(-1)!).join(gap);
		if (widthOf(row) <= columns) return row;
	}
	return all.reduce((row, texts) => longer(row, [texts.at(-1)!], columns), '');
}

/** Appends a text in the longest form that fits, or none. */
export function longer(row: string, texts: Texts, columns: number): string {
	const rows = texts.map(text => (row === '' ? text : row + gap + text));
	return rows.find(text => widthOf(text) <= columns) ?? row;
}

export function isPlain({top, search, filter, level, shift, wrap, times}: LogView): boolean {
	const isWhole = search === '' && filter === '' && level === 'all';
	return top === undefined && isWhole && shift === 0 && !wrap && times === 'off';
}

function modesOf(store: LogStore, view: LogView): Texts[] {
	const {top, search, filter, level, shift, wrap, times} = view;
	return [
		[top === undefined ? 'following' : paint('warning', 'PAUSED')],
		...(search === '' ? [] : [searched(store, view)]),
		...(filter === '' ? [] : [[paint('warning', `&${filter}`)]]),
		...(level === 'all' ? [] : [[paint('warning', glyphs.atLeast + level)]]),
		...(shift === 0 ? [] : [[paint('warning', `col ${shift + 1}`)]]),
		...(wrap ? [['wrap']] : []),
		...(times === 'off' ? [] : [[times]]),
	];
}

function searched(store: LogStore, view: LogView): Texts {
	const count = matchCount(store, view);
	return [`/${view.search} ${count}`, count, count.replace('match ', '')].map(text =>
		paint('warning', text),
	);
}
