import type {Meaning} from '../../terminal/colours.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from './cells.ts';
import {paint} from './theme.ts';

/** A text from elsewhere (a log, the database, a name) as it may stand in a row: nothing but letters. */
export function safe(text: string): string {
	return sanitise(text, {colour: false});
}

/** A text from elsewhere in as many rows as it needs, broken at spaces. @param meaning colours them */
export function paragraph(text: string, columns: number, meaning?: Meaning): string[] {
	const rows = wrap(safe(text), columns);
	return meaning ? rows.map(row => paint(meaning, row)) : rows;
}
