import type {Meaning} from '../../terminal/colours.ts';
import {clip, fit, widthOf} from './cells.ts';
import type {PaneSize, Size} from './layout.ts';
import {glyphs, paint} from './theme.ts';

export interface Border {
	title: string;
	/** At the right end of the upper border. */
	right?: string;
	/** At the left end of the lower border. */
	bottom?: string;
	focused: boolean;
	/** Colours the border. */
	meaning?: Meaning;
}

export function bordered(rows: string[], size: PaneSize, border: Border): string[] {
	return size.borderless ? unframed(rows, size) : framed(rows, size, border);
}

export function insideOf({columns, rows, borderless}: PaneSize): Size {
	return borderless ? {columns, rows} : {columns: columns - 4, rows: rows - 2};
}

/** Puts rows into a box of exactly this size; what does not fit is cut. */
export function framed(rows: string[], size: Size, border: Border): string[] {
	const box = border.focused ? glyphs.focusedBox : glyphs.box;
	const side = colourOf(border)(box[3]!);
	const inside = size.columns - 4;
	return enclosed(size, border, box, index => `${side} ${fit(rows[index] ?? '', inside)} ${side}`);
}

/** Between two rules, with rows of the full width: a selection with the mouse copies clean lines. */
export function ruled(rows: string[], size: Size, border: Border): string[] {
	const rule = (border.focused ? glyphs.focusedBox : glyphs.box)[1]!;
	return enclosed(size, border, rule.repeat(6), index => fit(rows[index] ?? '', size.columns));
}

function enclosed(
	{columns, rows}: Size,
	border: Border,
	box: string,
	rowAt: (index: number) => string,
): string[] {
	const colour = colourOf(border);
	const body = Array.from({length: Math.max(0, rows - 2)}, (_, index) => rowAt(index));
	const all = [upper(border, columns, box, colour), ...body, lower(border, columns, box, colour)];
	return all.slice(0, rows);
}

function colourOf({meaning, focused}: Border): (text: string) => string {
	return text => paint(meaning ?? (focused ? 'focus' : 'quiet'), text);
}

function upper(
	{title, right, focused, meaning}: Border,
	columns: number,
	box: string,
	colour: (text: string) => string,
): string {
	const end = right ? ` ${right} ${colour(box[1]!)}` : '';
	const room = Math.max(0, columns - 5 - widthOf(end));
	const name = clip(title, room);
	const dashes = box[1]!.repeat(Math.max(0, columns - 5 - widthOf(name) - widthOf(end)));
	const shown = paint(meaning ?? (focused ? 'focus' : 'strong'), name);
	return `${colour(box[0]! + box[1]!)} ${shown} ${colour(dashes)}${end}${colour(box[2]!)}`;
}

function lower(
	{bottom}: Border,
	columns: number,
	box: string,
	colour: (text: string) => string,
): string {
	const text = bottom ? ` ${clip(bottom, columns - 6)} ` : '';
	const dashes = box[1]!.repeat(Math.max(0, columns - 3 - widthOf(text)));
	return `${colour(box[4]! + box[1]!)}${paint('quiet', text)}${colour(dashes + box[5]!)}`;
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
