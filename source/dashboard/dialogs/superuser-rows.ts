import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import {glyphs, paint, paintSelected} from '../theme.ts';
import type {Field, Row} from './dialog.ts';

export const names = ['username', 'email', 'password', 'passwordAgain'] as const;
export type FieldName = (typeof names)[number];
const labels: Record<FieldName, string> = {
	username: 'Username',
	email: 'E-mail',
	password: 'Password',
	passwordAgain: 'Again',
};

/** What can be focused, in order. */
export const stops = [...names, 'bypass', 'submit', 'cancel'] as const;
export type Stop = (typeof stops)[number];

export function isField(stop: Stop): stop is FieldName {
	return (names as readonly string[]).includes(stop);
}

/** A field with its label, and what is wrong with it below. */
export function fieldRows(field: Field, stop: Stop, errors: string[], inside: number): Row[] {
	const name = field.id as FieldName;
	const label = `${stop === name ? glyphs.selected : ' '} ${labels[name].padEnd(9)}`;
	const before = stop === name ? paint('focus', label) : label;
	const indent = ' '.repeat(12);
	return [
		{before: `${before} [`, field, columns: Math.max(8, inside - 14), after: ']'},
		...errors.flatMap(error =>
			wrap(sanitise(error, {colour: false}), inside - 14).map((line, index) =>
				paint('alarm', `${indent}${index === 0 ? `${glyphs.failed} ` : '  '}${line}`),
			),
		),
	];
}

export function bypassRow(stop: Stop, bypass: boolean): string {
	return chosen('bypass', `[${bypass ? 'x' : ' '}] save anyway, whatever the password`, stop);
}

export function buttonRow(stop: Stop): string {
	return `${chosen('submit', '( Create )', stop)}   ${chosen('cancel', '( Cancel )', stop)}`;
}

function chosen(name: Stop, text: string, stop: Stop): string {
	return stop === name ? paintSelected(`${glyphs.selected}${text} `) : ` ${text} `;
}
