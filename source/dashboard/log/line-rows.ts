import {sanitise} from '../../terminal/sanitise.ts';
import {clipStart, fit, widthOf} from '../cells.ts';
import {paragraph, safe} from '../foreign-text.ts';
import type {LogView} from '../state.ts';
import {glyphs, isColoured, type Meaning, paint} from '../theme.ts';
import {clock} from '../times.ts';
import {includes} from './filter.ts';
import {levelOf, requestStatus} from './level.ts';
import {fieldByField, inOneRow, structuredLine} from './structured-line.ts';

/**
 * The rows that a line of the log takes in the pane: one, or more where it is wrapped or expanded.
 * @param cell its time, or nothing
 */
export function rowsOfLine(
	line: string,
	cell: string,
	expanded: boolean,
	view: LogView,
	columns: number,
): string[] {
	const {head, more} = textsOf(line, cell === '', expanded);
	const matches = view.search !== '' && includes(line, view.search);
	const room = columns - cell.length;
	const rows = [head, ...more].flatMap(text => folded(text, view, room));
	return rows.map((row, index) => {
		const margin = index === 0 ? paint('quiet', cell) : ' '.repeat(cell.length);
		return margin + cut(clipStart(coloured(row, line, matches && view.search), view.shift), room);
	});
}

/** Marks that there is more to the right. */
function cut(text: string, columns: number): string {
	return widthOf(text) > columns ? fit(text, columns) : text;
}

/** What a request line says of its time, where that stands before it already. */
const requestClock = /^\[\d{2}\/[A-Z][a-z]{2}\/\d{4} [\d:]{8}\] /;

/** JSON as a person reads it; everything else as it is. */
function textsOf(
	line: string,
	ownTime: boolean,
	expanded: boolean,
): {head: string; more: string[]} {
	const structured = structuredLine(line);
	if (!structured) {
		const text = lastWritten(line);
		return {head: ownTime ? text : text.replace(requestClock, ''), more: []};
	}
	const {time, fields} = structured;
	const head = inOneRow(structured, ownTime && time ? clock(time) : '');
	if (!expanded) return {head, more: []};
	const said = inOneRow({...structured, fields: {}}, ownTime && time ? clock(time) : '');
	return {head: said, more: fieldByField(fields)};
}

/** A carriage return goes back to the line's begin: of `10%\r50%\r100%` a terminal leaves the last. */
function lastWritten(line: string): string {
	if (!line.includes('\r')) return line;
	return line.split('\r').findLast(part => safe(part).trim() !== '') ?? '';
}

function folded(text: string, {wrap: wraps}: LogView, columns: number): string[] {
	const spaced = text.replaceAll('\t', '    ');
	return wraps ? paragraph(spaced, columns) : [sanitise(spaced)];
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

/** Every place where the searched text stands. */
function marked(text: string, search: string): string {
	const plain = safe(text);
	const within = search === search.toLowerCase() ? plain.toLowerCase() : plain;
	let out = '';
	let end = 0;
	for (let at = within.indexOf(search); at >= 0; at = within.indexOf(search, end)) {
		out += plain.slice(end, at) + match(plain.slice(at, at + search.length));
		end = at + search.length;
	}
	return out + plain.slice(end);
}

function match(text: string): string {
	return isColoured() ? paint('match', text) : glyphs.match[0] + text + glyphs.match[1];
}
