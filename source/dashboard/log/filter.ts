import {safe} from '../foreign-text.ts';
import type {LogLevelFilter, LogView} from '../state.ts';
import {levelOf} from './level.ts';
import {LineIndex} from './line-index.ts';
import type {LogStore} from './log-store.ts';
import {inOneRow, structuredLine} from './structured-line.ts';

const ranks: Record<LogLevelFilter, number> = {all: 0, info: 0, warn: 1, error: 2};
const index = new LineIndex();

/**
 * The numbers of all lines that pass the view's filter and level, ascending.
 * @returns nothing where every line passes
 */
export function shownLines(store: LogStore, view: LogView): number[] | undefined {
	if (view.level === 'all' && (view.filter === '' || view.filter === '!')) return undefined;
	return index.of(store, `${view.level} ${view.filter}`, line => isShown(line, view));
}

/** Whether a line passes the view's level and filter (`!` inverts it). */
export function isShown(line: string, {level, filter}: LogView): boolean {
	if (level !== 'all' && ranks[levelOf(line)] < ranks[level]) return false;
	if (filter === '' || filter === '!') return true;
	const inverted = filter.startsWith('!');
	return includes(line, inverted ? filter.slice(1) : filter) !== inverted;
}

/** Smart case: capitals count only when the wanted text has some. JSON also has what it is drawn as. */
export function includes(line: string, wanted: string): boolean {
	const structured = structuredLine(line);
	const text = safe(structured ? `${line}\n${inOneRow(structured, '')}` : line);
	return wanted === wanted.toLowerCase()
		? text.toLowerCase().includes(wanted)
		: text.includes(wanted);
}
