import {hasControls} from '../../../terminal/sanitise.ts';
import {inCaseOf} from '../../../words/smart-case.ts';
import {copied} from '../../drawing/foreign-text.ts';
import type {LogView} from '../../state/state.ts';
import type {LogStore} from '../file/log-store.ts';
import {levelOf, mayBeBad} from '../lines/level.ts';
import {inOneRow, levelNames, structuredLine} from '../lines/structured-line.ts';
import {LineIndex} from './line-index.ts';
import type {PassingLines} from './passing-lines.ts';

const ranks = {all: 0, debug: 0, info: 1, warn: 2, error: 3};
const index = new LineIndex();
const wholeFile = new LineIndex();

/** The lines that pass filter and level, as far as they are found. @returns nothing if every line passes */
export function shownLines(store: LogStore, view: LogView): PassingLines | undefined {
	const {level, filter, from} = view;
	if (ranks[level] === 0 && (filter === '' || filter === '!')) {
		index.drop(store);
		return undefined;
	}
	const key = `${level} ${filter}`;
	const passes = (line: string) => isShown(line, view);
	return index.of(store, {key, passes, mayPass: text => mayBeShown(text, view)}, from);
}

/** Matches no line, but searches the whole file, so that its first line becomes known. */
export function everyLine(store: LogStore, {from}: LogView): PassingLines {
	return wholeFile.of(store, {key: '', passes: () => false, mayPass: () => false}, from);
}

/** Whether a line passes the view's level and filter (`!` inverts it). */
export function isShown(line: string, {level, filter}: LogView): boolean {
	if (ranks[level] > 0 && ranks[levelOf(line)] < ranks[level]) return false;
	if (filter === '' || filter === '!') return true;
	const inverted = filter.startsWith('!');
	return includes(line, inverted ? filter.slice(1) : filter) !== inverted;
}

/** Whether any line of a text could pass. Controls are removed later, which can join what is beside them. */
export function mayBeShown(text: string, {level, filter}: LogView): boolean {
	if (ranks[level] > ranks.info && !mayBeBad(text) && !hasControls(text)) return false;
	return filter === '' || filter.startsWith('!') || mayInclude(text, filter);
}

/** Searches the line and, for JSON, also the text it is drawn as. */
export function includes(line: string, wanted: string): boolean {
	const structured = structuredLine(line);
	return has(copied(structured ? `${line}\n${inOneRow(structured, '')}` : line), wanted);
}

/** Whether any line of a text could include it; faster than checking each line. */
export function mayInclude(text: string, wanted: string): boolean {
	if (has(text, wanted) || hasControls(text)) return true;
	return text.includes('"level"') && mayBeDrawn(text.toLowerCase(), wanted.toLowerCase());
}

/** Drawn JSON has other punctuation but the same words, except for those with escapes. */
function mayBeDrawn(text: string, wanted: string): boolean {
	if (text.includes('\\')) return true;
	const words = wanted.match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.every(word => text.includes(word) || levelNames.includes(word));
}

function has(text: string, wanted: string): boolean {
	return inCaseOf(wanted, text).includes(wanted);
}
