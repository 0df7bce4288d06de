import type {Meaning} from '../../terminal/colours.ts';
import {graphemesOf} from '../../terminal/keys/graphemes.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {statusMeaning} from '../../terminal/server-line.ts';
import {clipStart, expandTabs, fit, widthOf} from '../drawing/cells.ts';
import {ColouredText} from '../drawing/coloured-text.ts';
import {safe} from '../drawing/foreign-text.ts';
import {paint} from '../drawing/theme.ts';
import {clock} from '../drawing/times.ts';
import type {LogView} from '../state/state.ts';
import {levelOf, requestStatus} from './lines/level.ts';
import {fieldByField, inOneRow, type LineLevel, structuredLine} from './lines/structured-line.ts';
import {includes} from './search/filter.ts';
import {marked} from './search/marked.ts';

const levelMeanings: Partial<Record<LineLevel, Meaning>> = {
	debug: 'quiet',
	warn: 'warning',
	error: 'error',
};

/** One row, or more if the line is wrapped or expanded. @param cell its time, or '' @param isCurrent at the cursor */
export function rowsOfLine(
	line: string,
	cell: string,
	expanded: boolean,
	view: LogView,
	columns: number,
	isCurrent = false,
): string[] {
	const {head, more} = textsOf(line, cell === '', expanded);
	const matches = view.search !== '' && includes(line, view.search);
	const room = columns - cell.length;
	const rows = [head, ...more].flatMap(text => folded(text, view, room));
	const meaning = rows.some(row => row.includes('\u001B')) ? undefined : meaningOf(line);
	return rows.map((row, index) => {
		const margin = index === 0 ? paint('quiet', cell) : ' '.repeat(cell.length);
		const text = matches ? marked(row, view.search, isCurrent) : row;
		const painted = meaning ? paint(meaning, text) : text;
		return margin + cut(clipStart(painted, view.shift), room);
	});
}

/** An ellipsis shows that there is more to the right. */
function cut(text: string, columns: number): string {
	return widthOf(text) > columns ? fit(text, columns) : text;
}

/** The time in a request line, left out where the time column shows it. */
const requestClock = /^\[\d{2}\/[A-Z][a-z]{2}\/\d{4} [\d:]{8}\] /;

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

/** What goes back to the beginning of a line: a carriage return, or the column 1; and what empties the line. */
const restart = /\r|\u001B\[(?:[01]?G|2K)/;

/** After it a terminal shows the last part, of `10%\r50%\r100%` the `100%`; and without what `\b` goes back over. */
function lastWritten(line: string): string {
	if (!restart.test(line) && !line.includes('\b')) return line;
	const last = line.split(restart).findLast(part => safe(part).trim() !== '') ?? '';
	return last.includes('\b') ? withoutErased(last) : last;
}

function withoutErased(text: string): string {
	const kept: string[] = [];
	for (const one of graphemesOf(text)) one === '\b' ? kept.pop() : kept.push(one);
	return kept.join('');
}

function folded(text: string, {wrap: wraps}: LogView, columns: number): string[] {
	const clean = expandTabs(sanitise(text));
	return wraps ? new ColouredText(clean).wrapped(columns) : [clean];
}

/** For lines without colours of their own. */
function meaningOf(line: string): Meaning | undefined {
	const status = requestStatus(line);
	if (status !== undefined) return statusMeaning(status);
	return levelMeanings[levelOf(line)];
}
