import type {Meaning} from '../../terminal/colours.ts';
import {clip, fit, widthOf} from './cells.ts';
import type {PaneSize, Size} from './layout.ts';
import {glyphs, paint} from './theme.ts';

export interface Border {
	title: string;
	right?: string;
	bottom?: string;
	focused: boolean;
	meaning?: Meaning;
}

/** What a pane shows, and what its border says. */
export interface PaneText {
	rows: string[];
	border: Border;
}

export function bordered(rows: string[], size: PaneSize, border: Border): string[] {
	return size.borderless ? unframed(rows, size) : framed(rows, size, border);
}

export function insideOf({columns, rows, borderless}: PaneSize): Size {
	return borderless ? {columns, rows} : {columns: columns - 4, rows: rows - 2};
}

/** Puts rows into a box of exactly this size; what does not fit is cut. */
export function framed(rows: string[], size: Size, border: Border): string[] {
	const {upper, side, lower} = edgesOf(size.columns, border);
	const inside = {columns: size.columns - 4, rows: Math.max(0, size.rows - 2)};
	const body = unframed(rows, inside).map(row => `${side} ${row} ${side}`);
	return [upper, ...body, lower].slice(0, size.rows);
}

/** Above and below rows of the full width. */
export function rulesOf(columns: number, border: Border): Pick<Edges, 'upper' | 'lower'> {
	return edgesOf(columns, border, boxOf(border)[1]!.repeat(6));
}

interface Edges {
	upper: string;
	/** One cell of the left and the right side. */
	side: string;
	lower: string;
}

/** @param box corners and lines: `┌─┐│└┘` */
export function edgesOf(columns: number, border: Border, box = boxOf(border)): Edges {
	const {title, right, bottom, focused, meaning} = border;
	const colour = colourOf(border);
	const dashes = (count: number) => box[1]!.repeat(Math.max(0, count));
	const end = right ? ` ${right} ${colour(box[1]!)}` : '';
	const room = columns - 5 - widthOf(end);
	const name = clip(title, Math.max(0, room));
	const shown = paint(meaning ?? (focused ? 'focus' : 'strong'), name);
	const text = bottom ? ` ${clip(bottom, columns - 6)} ` : '';
	const rest = colour(dashes(columns - 3 - widthOf(text)) + box[5]!);
	return {
		upper: `${colour(box[0]! + box[1]!)} ${shown} ${colour(dashes(room - widthOf(name)))}${end}${colour(box[2]!)}`,
		side: colour(box[3]!),
		lower: `${colour(box[4]! + box[1]!)}${paint('quiet', text)}${rest}`,
	};
}

function boxOf({focused}: Border): string {
	return focused ? glyphs.focusedBox : glyphs.box;
}

function colourOf({meaning, focused}: Border): (text: string) => string {
	return text => paint(meaning ?? (focused ? 'focus' : 'quiet'), text);
}

export function unframed(rows: string[], {columns, rows: height}: Size): string[] {
	return Array.from({length: height}, (_, index) => fit(rows[index] ?? '', columns));
}

/** The first of `count` rows to show so that `selected` is visible, moving as little as possible. */
export function scrolledTo(selected: number, top: number, visible: number, count: number): number {
	const last = Math.max(0, count - visible);
	if (selected < top) return Math.max(0, Math.min(selected, last));
	if (selected >= top + visible) return Math.min(last, selected - visible + 1);
	return Math.min(top, last);
}
