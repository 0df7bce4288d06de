import {fit} from '../cells.ts';
import type {Size} from '../layout.ts';
import {isShown, shownLines} from '../log/filter.ts';
import {levelOf} from '../log/level.ts';
import {rowsOfLine} from '../log/line-rows.ts';
import {LineTimes} from '../log/line-times.ts';
import type {LogStore} from '../log/log-store.ts';
import {matchCount, unfinished} from '../log/matches.ts';
import {requestSummary} from '../log/request-summary.ts';
import {firstLine, type SeenLine, windowOf} from '../log/window.ts';
import type {LogView, ViewState} from '../state.ts';
import {glyphs, isColoured, paint, paintSelected} from '../theme.ts';
import {ruled, unframed} from './frame.ts';

export function drawLog(
	store: LogStore,
	view: ViewState,
	size: Size,
	borderless: boolean,
	times = new LineTimes(),
): string[] {
	const columns = borderless ? size.columns : size.columns - 2;
	const height = borderless ? size.rows : size.rows - 2;
	const news = newLines(store, view.log);
	const seen = linesIn(store, view, columns, Math.max(1, height - (news ? 1 : 0)), times);
	const rows = rowsIn(seen, view, columns, height - (news ? 1 : 0));
	if (seen.length === 0) rows.push(paint('quiet', whyEmpty(store, view)));
	if (news) rows[height - 1] = paint('warning', fit(news, columns));
	if (borderless) return unframed(rows, size);
	return ruled(rows, size, {
		title: '3 Server log',
		right: modes(store, view.log),
		bottom: [countOf(store, view.log), requestSummary(store)].filter(Boolean).join('  '),
		focused: view.focus === 'log',
	});
}

function linesIn(
	store: LogStore,
	view: ViewState,
	columns: number,
	height: number,
	times: LineTimes,
): SeenLine[] {
	const {log} = view;
	const seen = windowOf(store, log, height, (number, above) => {
		const cell = times.cell(store, number, above, log.times);
		const rows = rowsOfLine(store.line(number), cell, log.expanded.has(number), log, columns);
		const marks = log.marks.filter(({before}) => before === number);
		return [...marks.map(({text}) => markRow(text, columns)), ...rows];
	});
	Object.assign(view.logSeen, {
		first: seen[0]?.number ?? 0,
		last: seen.at(-1)?.number ?? -1,
		count: seen.length,
	});
	return seen;
}

/** The cursor is a bar where keys go to the log; without colours it is a mark before each of its rows. */
function rowsIn(seen: SeenLine[], view: ViewState, columns: number, height: number): string[] {
	const {log, focus} = view;
	const rows = seen.flatMap(({number, rows}) => {
		if (focus !== 'log' || log.cursor === undefined) return rows;
		const chosen = number === log.cursor;
		if (!isColoured()) return rows.map(row => `${chosen ? glyphs.selected : ' '}${row}`);
		return chosen ? rows.map(row => paintSelected(fit(row, columns))) : rows;
	});
	if (log.top !== undefined) return rows.slice(0, height);
	const trailing = log.marks.filter(({before}) => before > (seen.at(-1)?.number ?? -1));
	return [...rows, ...trailing.map(({text}) => markRow(text, columns))].slice(-height);
}

function markRow(text: string, columns: number): string {
	const dash = glyphs.box[1]!;
	const side = dash.repeat(Math.max(2, Math.min(24, (columns - text.length - 2) >> 1)));
	return paint('focus', `${side} ${text} ${side}`);
}

function whyEmpty(store: LogStore, {log, readOnly}: ViewState): string {
	if (store.total === 0) return readOnly ? 'No log yet.' : 'No log yet: s starts the server.';
	if (log.from >= store.total) return 'Cleared: new lines come here. Esc shows the old ones again.';
	return 'No line passes the filter: Esc takes it away.';
}

/** `44 lines`, `8 of 44 lines` where some are hidden, `44+ lines` where the file has more than is known. */
function countOf(store: LogStore, view: LogView): string {
	const known = store.total - firstLine(store, view);
	const isAll = !store.hasMore || store.oldest <= view.from;
	const all = `${known}${isAll ? '' : '+'} ${known === 1 && isAll ? 'line' : 'lines'}`;
	const shown = shownLines(store, view);
	return shown ? `${shown.count}${unfinished(shown)} of ${all}` : all;
}

function modes(store: LogStore, view: LogView): string {
	const {top, level, search, filter, wrap, times} = view;
	return [
		top === undefined ? 'following' : paint('warning', 'PAUSED'),
		...(level === 'all' ? [] : [paint('warning', `${glyphs.folded}${level}`)]),
		...(filter === '' ? [] : [paint('warning', `&${filter}`)]),
		...(search === '' ? [] : [paint('warning', `/${search} ${matchCount(store, view)}`)]),
		...(wrap ? ['wrap'] : []),
		...(times === 'off' ? [] : [times]),
	].join('  ');
}

/** `▼ 37 new lines, 1 error  G follows`: what has come since the log was paused. */
function newLines(store: LogStore, view: LogView): string | undefined {
	if (view.top === undefined || view.pausedAt >= store.total) return undefined;
	let lines = 0;
	let errors = 0;
	for (let index = Math.max(view.pausedAt, store.first); index < store.total; index++) {
		const line = store.line(index);
		if (!isShown(line, view)) continue;
		lines++;
		if (levelOf(line) === 'error') errors++;
	}
	if (lines === 0) return undefined;
	const bad = errors > 0 ? `, ${errors} ${errors === 1 ? 'error' : 'errors'}` : '';
	return `${glyphs.below} ${lines} new ${lines === 1 ? 'line' : 'lines'}${bad}  G follows`;
}
