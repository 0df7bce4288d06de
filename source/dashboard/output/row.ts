import {BoundedCache} from '../../terminal/bounded-cache.ts';
import {defaultStyle, type Style, stepBetween, styleAfter} from '../../terminal/style.ts';
import {widthOf, widthOfLetter} from '../drawing/cells.ts';

/** One cell of the screen. A wide letter takes two: itself, and an empty text behind it. */
export interface Cell {
	readonly text: string;
	readonly style: Style;
}

/** One cell per column. Rows are never changed, so equal rows may be the same object. */
export type Row = readonly Cell[];

const tokens = /\u001B\[([0-9;:]*)m|[^\u0000-\u001F\u007F]+/g;
/** One column each, whatever stands beside them: ASCII, Latin letters, box drawing, marks and braille. */
const simple =
	/^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u203A\u2500-\u25FC\u2800-\u28FF]*$/;
const invisible = /^\p{Default_Ignorable_Code_Point}+$/u;
/** A joiner that joins nothing; terminals would join the next letter to it. */
const loneJoiners = /[\u200C\u200D]+$/;
const segmenter = new Intl.Segmenter();

const limit = 500;
const cells = new BoundedCache<Style, BoundedCache<string, Cell>>(limit);

export const blank = cellOf(' ', defaultStyle);

/** A space is blank in any style that does not show on it. */
function cellOf(text: string, style: Style): Cell {
	if (text === ' ' && !style.showsOnSpaces) style = defaultStyle;
	return cells
		.get(style, () => new BoundedCache<string, Cell>(limit))
		.get(text, () => ({text, style}));
}

export function isSame(one: Cell, other: Cell): boolean {
	return one === other || (one.text === other.text && one.style.codes === other.style.codes);
}

let lastBlankRow: Row = [];

export function blankRow(columns: number): Row {
	if (lastBlankRow.length !== columns) lastBlankRow = new Array<Cell>(columns).fill(blank);
	return lastBlankRow;
}

/** A row with unknown content: it differs from every other. */
export function unknownRow(columns: number): Row {
	return new Array<Cell>(columns).fill({text: '\u0000', style: defaultStyle});
}

/** A text as a whole row, cut or filled up. */
export function rowOf(text: string, columns: number): Row {
	const {cells} = parse(text, defaultStyle, columns);
	return [...cells, ...blankRow(columns).slice(cells.length)];
}

/** Reads coloured text into cells, at most `room`. @returns them and the style at the end */
export function parse(text: string, style: Style, room: number): {cells: Cell[]; style: Style} {
	const out: Cell[] = [];
	for (const [token, parameters] of text.matchAll(tokens)) {
		if (parameters !== undefined) style = styleAfter(style, parameters);
		else append(out, token, style);
	}
	if (out.length > room) {
		out.length = room;
		if (room > 0 && isWide(text, out[room - 1]!)) out[room - 1] = cellOf(' ', out[room - 1]!.style);
	}
	return {cells: out, style};
}

function append(out: Cell[], text: string, style: Style): void {
	if (simple.test(text)) {
		for (const letter of text) out.push(cellOf(letter, style));
		return;
	}
	for (const {segment} of segmenter.segment(text)) {
		if (invisible.test(segment)) continue;
		out.push(cellOf(segment.replace(loneJoiners, ''), style));
		for (let width = widthOfLetter(segment); width > 1; width--) out.push(cellOf('', style));
	}
}

function isWide(text: string, cell: Cell): boolean {
	return !simple.test(text) && widthOf(cell.text) > 1;
}

/** Cells of a row; a wide letter that is cut in half becomes a space. */
export function cut(row: Row, from: number, to: number): Row {
	const part = row.slice(Math.max(0, from), Math.max(0, to));
	if (part[0]?.text === '') part[0] = cellOf(' ', part[0].style);
	if (part.length > 0 && row[to]?.text === '')
		part[part.length - 1] = cellOf(' ', part.at(-1)!.style);
	return part;
}

/** Cells as coloured text that ends in the default style. */
export function textOf(row: Row): string {
	let text = '';
	let last = defaultStyle;
	for (const {text: letter, style} of row) {
		text += stepBetween(last, style) + letter;
		last = style;
	}
	return text + stepBetween(last, defaultStyle);
}

/** Without the blank cells at the end. */
export function trimmed(row: Row): Row {
	return row.slice(0, row.findLastIndex(cell => cell !== blank) + 1);
}

/** Replaces cells of a row; a wide letter that is cut in half becomes a space. */
export function over(row: Row, at: number, part: readonly Cell[]): Row {
	const end = at + part.length;
	const next = [...row.slice(0, at), ...part, ...row.slice(end)].slice(0, row.length);
	if (at > 0 && row[at]?.text === '') next[at - 1] = cellOf(' ', row[at - 1]!.style);
	if (row[end]?.text === '') next[end] = cellOf(' ', row[end]!.style);
	return next;
}
