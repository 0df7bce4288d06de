import {plural} from '../../words/plural.ts';
import {type Border, type PaneText, unframed} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {type PaneSize, paneTitles} from '../drawing/layout.ts';
import {glyphs, isColoured, paint, paintSelected} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {LogStore} from '../log/file/log-store.ts';
import {rowsOfLine} from '../log/line-rows.ts';
import {LineTimes} from '../log/lines/line-times.ts';
import {requestSummary} from '../log/lines/request-summary.ts';
import {newLines} from '../log/new-lines.ts';
import {shownLines} from '../log/search/filter.ts';
import {unfinished} from '../log/search/matches.ts';
import {firstLine, lastMarks, marksAbove, type SeenLine, windowOf} from '../log/window.ts';
import type {LogView, LogViewport, ViewState} from '../state/state.ts';
import {logModes, longer} from './log-modes.ts';

/** The lines that are seen, and the borders above and below them. */
export function logText(
	store: LogStore,
	view: ViewState,
	size: PaneSize,
	times?: LineTimes,
): PaneText & {viewport: LogViewport} {
	return {...logRows(store, view, size, times), border: logBorder(store, view, size)};
}

/** What the borders say about the lines. Beside graphs of the requests, they do not sum them up. */
export function logBorder(
	store: LogStore,
	view: Pick<ViewState, 'log' | 'focus'>,
	{columns, hasGraphs}: PaneSize,
): Border {
	const title = paneTitles.log;
	return {
		title,
		right: logModes(store, view.log, columns - title.length - 8),
		bottom: hasGraphs
			? countOf(store, view.log)
			: longer(countOf(store, view.log), requestSummary(store), columns - 6),
		focused: view.focus === 'log',
	};
}

/** The lines that are seen, each as wide as the pane. */
export function logRows(
	store: LogStore,
	view: ViewState,
	size: PaneSize,
	times = new LineTimes(),
): {rows: string[]; viewport: LogViewport} {
	const {borderless} = size;
	const margin = marginOf(view, borderless);
	const columns = size.columns - margin - (borderless ? 0 : 1);
	const height = borderless ? size.rows : size.rows - 2;
	const news = newsOf(store, view.log);
	const room = Math.max(1, height - (news ? 1 : 0));
	// While paused, the end of the log is out of sight.
	const marks = view.log.top === undefined ? lastMarks(store, view.log).slice(-room) : [];
	const seen = seenLines(store, view, columns, room - marks.length, times);
	const viewport = viewportOf(seen, columns, room - marks.length);
	const rows = seen.flatMap(line => rowsOf(line, view, columns, margin));
	const others = marks.map(({text}) => markRow(text, columns));
	if (seen.length === 0) others.push(paint('quiet', whyEmpty(store, view)));
	rows.push(...others.map(row => ' '.repeat(margin) + row));
	if (news) rows[height - 1] = paint('warning', fit(' '.repeat(margin) + news, size.columns));
	return {rows: unframed(rows, {columns: size.columns, rows: height}), viewport};
}

/** One column for the border, or for the cursor where no colour shows it. */
function marginOf({focus, log}: ViewState, borderless = false): 0 | 1 {
	return !borderless || (focus === 'log' && log.cursor !== undefined && !isColoured()) ? 1 : 0;
}

function seenLines(
	store: LogStore,
	view: ViewState,
	columns: number,
	height: number,
	times: LineTimes,
): SeenLine[] {
	const {log, focus} = view;
	const rowsOf = (number: number, above: number | undefined) => {
		const cell = times.cell(store, number, above, log.times);
		const isCurrent = focus === 'log' && log.cursor === number;
		const isOpen = log.expanded.has(number);
		const rows = rowsOfLine(store.line(number), cell, isOpen, log, columns, isCurrent);
		const marks = marksAbove(store, log, number);
		return [...marks.map(({text}) => markRow(text, columns)), ...rows];
	};
	return windowOf({store, view: log, height, rowsOf});
}

function viewportOf(seen: SeenLine[], columns: number, height: number): LogViewport {
	return {
		first: seen[0]?.number ?? 0,
		firstRow: seen[0]?.above ?? 0,
		last: seen.at(-1)?.number ?? -1,
		columns,
		height,
	};
}

/** The cursor is a bar; without colours it is a mark before each of its rows. */
function rowsOf(line: SeenLine, view: ViewState, columns: number, margin: number): string[] {
	const {focus, log} = view;
	const isChosen = focus === 'log' && log.cursor === line.number;
	const before = isChosen && !isColoured() ? glyphs.selected : ' '.repeat(margin);
	return line.rows.map(
		row => before + (isChosen && isColoured() ? paintSelected(fit(row, columns)) : row),
	);
}

function markRow(text: string, columns: number): string {
	const dash = glyphs.box[1]!;
	const side = dash.repeat(Math.max(2, Math.min(24, (columns - text.length - 2) >> 1)));
	return paint('focus', `${side} ${text} ${side}`);
}

function whyEmpty(store: LogStore, {log, readOnly, unreadable}: ViewState): string {
	if (store.total === 0 && unreadable) return unreadable;
	if (store.total === 0)
		return readOnly ? 'No log yet.' : `No log yet: press ${keyOf('server')} to start the server.`;
	if (log.from >= store.total)
		return 'Cleared. New lines appear here; Esc shows the old ones again.';
	const shown = shownLines(store, log);
	if (shown?.isFinal === false)
		return `${shown.count > 0 ? 'Searching earlier lines' : 'No matching lines yet'}${glyphs.ellipsis}`;
	return 'No lines match the filter. Esc clears it.';
}

/** `44 lines`, `8 of 44 lines` if some are hidden, `44+ lines` if the file has more than is known. */
export function countOf(store: LogStore, view: LogView): string {
	const known = store.total - firstLine(store, view);
	const isAll = !store.scrollback.hasMore || store.oldest <= view.from;
	const all = `${known}${isAll ? '' : '+'} ${known === 1 && isAll ? 'line' : 'lines'}`;
	const shown = shownLines(store, view);
	return shown ? `${shown.count} of ${all}${unfinished(shown)}` : all;
}

/** `▼ 37 new lines, 1 error  G follows`: what came since the log was paused. */
function newsOf(store: LogStore, view: LogView): string | undefined {
	if (view.top === undefined || view.pausedAt >= store.total) return undefined;
	const {lines, errors} = newLines(store, view);
	if (lines === 0) return undefined;
	const bad = errors > 0 ? `, ${plural(errors, 'error')}` : '';
	return `${glyphs.below} ${plural(lines, 'new line')}${bad}  ${keyOf('bottom')} follows`;
}
