import type {Meaning} from '../../terminal/colours.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from './cells.ts';
import {paint} from './theme.ts';

/** Text from elsewhere (a log, the database, a name) without any control characters. */
export function safe(text: string): string {
	return sanitise(text, {colour: false});
}

/** Text from elsewhere, wrapped at spaces. @param meaning colours the rows */
export function paragraph(text: string, columns: number, meaning?: Meaning): string[] {
	const rows = wrap(safe(text), columns);
	return meaning ? rows.map(row => paint(meaning, row)) : rows;
}
