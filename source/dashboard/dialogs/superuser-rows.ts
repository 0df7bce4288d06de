import {paragraph} from '../foreign-text.ts';
import {glyphs, paint, paintSelected} from '../theme.ts';
import {type Field, newField, type Row} from './dialog.ts';

/** What is never shown. */
export const secrets = ['password', 'passwordAgain'];
export const labels: Record<string, string> = {
	username: 'Username',
	email: 'E-mail',
	password: 'Password',
	passwordAgain: 'Again',
};
/** What can be focused below the fields, in order. */
export const buttons = ['bypass', 'submit', 'cancel'];

export function fieldsOf(names: string[]): Record<string, Field> {
	const mask = (name: string) => (secrets.includes(name) ? '*' : undefined);
	return Object.fromEntries(names.map(name => [name, newField(name, '', mask(name))]));
}

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
				paint('alarm', `${indent}${index === 0 ? `${glyphs.failed} ` : '  '}${line}`),
			),
		),
	];
}

export function bypassRow(stop: string, bypass: boolean): string {
	return chosen('bypass', `[${bypass ? 'x' : ' '}] save anyway, whatever the password`, stop);
}

export function buttonRow(stop: string): string {
	return `${chosen('submit', '( Create )', stop)}   ${chosen('cancel', '( Cancel )', stop)}`;
}

function chosen(name: string, text: string, stop: string): string {
	return stop === name ? paintSelected(`${glyphs.selected}${text} `) : ` ${text} `;
}
