import {sanitise} from '../../terminal/sanitise.ts';
import {clip, fit, wrap} from '../cells.ts';
import type {Size} from '../layout.ts';
import {
	includes,
	isShown,
	type LogStore,
	levelOf,
	requestStatus,
	shownBefore,
} from '../log-store.ts';
import type {LogView, ViewState} from '../state.ts';
import {glyphs, type Meaning, paint} from '../theme.ts';
import {framed, unframed} from './frame.ts';

export function drawLog(
	store: LogStore,
	view: ViewState,
	size: Size,
	borderless: boolean,
): string[] {
	const columns = borderless ? size.columns : size.columns - 4;
	const height = borderless ? size.rows : size.rows - 2;
	const rows = logRows(store, view.log, columns, height);
	const below = linesBelow(store, view.log);
	if (below) rows[height - 1] = paint('warning', fit(below, columns, glyphs.ellipsis));
	if (borderless) return unframed(rows, size);
	return framed(rows, size, {
		title: '3 Server log',
		right: modes(view.log),
		bottom: `${store.total - Math.max(store.first, view.log.from)} lines`,
		focused: view.focus === 'log',
	});
}

function logRows(store: LogStore, view: LogView, columns: number, height: number): string[] {
	const numbers = shownBefore(store, view, view.end ?? store.total, height);
	if (numbers.length === 0) {
		const text =
			store.total === 0 ? 'No log yet: s starts the server.' : 'No line passes the filter.';
		return [paint('quiet', text)];
	}
	const rows = numbers.flatMap(number => rowsOf(store.line(number), view, columns));
	return view.wrap ? rows.slice(-height) : rows;
}

function rowsOf(line: string, view: LogView, columns: number): string[] {
	const text = sanitise(line.replaceAll('\t', '    '));
	const matches = view.search !== '' && includes(line, view.search);
	if (view.wrap) {
		const plain = sanitise(line.replaceAll('\t', '    '), {colour: false});
		return wrap(plain, columns).map(row => coloured(row, line, matches && view.search));
	}
	const shifted = view.shift > 0 ? sanitise(text, {colour: false}).slice(view.shift) : text;
	return [clip(coloured(shifted, line, matches && view.search), columns)];
}

function coloured(text: string, line: string, search: string | false): string {
	if (search) return marked(text, search);
	if (text.includes('\u001B')) return text;
	const meaning = meaningOf(line);
	return meaning ? paint(meaning, text) : text;
}

function meaningOf(line: string): Meaning | undefined {
	const status = requestStatus(line);
	if (status !== undefined) {
		if (status >= 500) return 'alarm';
		if (status >= 400) return 'warning';
		return status >= 300 ? 'redirect' : 'applied';
	}
	const level = levelOf(line);
	return level === 'error' ? 'alarm' : level === 'warn' ? 'warning' : undefined;
}

function marked(text: string, search: string): string {
	const plain = sanitise(text, {colour: false});
	const at =
		search === search.toLowerCase() ? plain.toLowerCase().indexOf(search) : plain.indexOf(search);
	if (at < 0) return plain;
	const end = at + search.length;
	return plain.slice(0, at) + paint('match', plain.slice(at, end)) + plain.slice(end);
}

function modes({end, level, search, filter, wrap}: LogView): string {
	return [
		end === undefined ? 'following' : paint('warning', 'PAUSED'),
		...(level === 'all' ? [] : [paint('warning', `${glyphs.folded}${level}`)]),
		...(filter === '' ? [] : [paint('warning', `&${filter}`)]),
		...(search === '' ? [] : [paint('warning', `/${search}`)]),
		...(wrap ? ['wrap'] : []),
	].join('  ');
}

/** `▼ 37 new lines below, 1 error  G`, while the log is paused. */
function linesBelow(store: LogStore, view: LogView): string | undefined {
	if (view.end === undefined || view.end >= store.total) return undefined;
	let lines = 0;
	let errors = 0;
	for (let index = Math.max(view.end, store.first); index < store.total; index++) {
		if (!isShown(store.line(index), view)) continue;
		lines++;
		if (levelOf(store.line(index)) === 'error') errors++;
	}
	if (lines === 0) return undefined;
	const text = `${lines} lines below${errors > 0 ? `, ${errors} error(s)` : ''}  G`;
	return text;
}
