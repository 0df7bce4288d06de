import type {ReactNode} from 'react';
import {Field} from '../components/field.tsx';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint, keyRows} from '../drawing/key-hints.ts';
import {paint} from '../drawing/theme.ts';
import type {Consent} from './consent.ts';

/** The field is at least this wide, and has as much room behind the name. */
const fieldColumns = 8;

/**
 * `y run it`, or the question for the database name.
 * @param hints other keys, beside `y` @param why the name is required, as sentences
 */
export function consentRows(
	{field, databaseName}: Consent,
	inside: number,
	hints: string[],
	why: string[] = [],
): ReactNode[] {
	if (!field) return keyRows([keyHint('y', 'run it'), ...hints], inside);
	const whole = [...why, 'Type the database name to continue: '].join(' ');
	const isNarrow = whole.length + fieldColumns > inside;
	const before = isNarrow ? 'Database name: ' : whole;
	const room = Math.min(inside - before.length, databaseName.length + fieldColumns);
	return [
		isNarrow ? why.flatMap(text => paragraph(text, inside, 'error')) : [],
		<Field
			key="database"
			before={paint('error', before)}
			field={field}
			columns={Math.max(fieldColumns, room)}
		/>,
		`${paint('strong', safe(databaseName))}   ${keyHint('Enter', 'continue')}   ${keyHint('Esc', 'cancel')}`,
	];
}
