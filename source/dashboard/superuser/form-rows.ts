import {paragraph} from '../drawing/foreign-text.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import type {Field, Row} from '../state/dialog.ts';

/** A field with its label, and what is wrong with it below. @param label.width of all labels */
export function fieldRows(
	field: Field,
	label: {text: string; width: number; isFocused: boolean},
	errors: string[],
	inside: number,
): Row[] {
	const text = `${label.isFocused ? glyphs.selected : ' '} ${label.text.padEnd(label.width)}`;
	const before = label.isFocused ? paint('focus', text) : text;
	const indent = ' '.repeat(label.width + 3);
	const room = inside - label.width - 5;
	return [
		{before: `${before} [`, field, columns: Math.max(8, room), after: ']'},
		...errors.flatMap(error =>
			paragraph(error, room).map((line, index) =>
				paint('error', `${indent}${index === 0 ? `${glyphs.failed} ` : '  '}${line}`),
			),
		),
	];
}

/** @param focused the name of what has the focus @param bypass whether it is ticked */
export function bypassRow(focused: string, bypass: boolean): string {
	return chosen(
		'bypass',
		`[${bypass ? 'x' : ' '}] save anyway, ignore the password rules`,
		focused,
	);
}

/** @param focused the name of what has the focus */
export function buttonRow(focused: string): string {
	return `${chosen('submit', '( Create )', focused)}   ${chosen('cancel', '( Cancel )', focused)}`;
}

function chosen(name: string, text: string, focused: string): string {
	return focused === name ? paintSelected(`${glyphs.selected}${text} `) : ` ${text} `;
}
