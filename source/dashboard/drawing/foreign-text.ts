import type {DatabaseStatus} from '../../runs/project-status.ts';
import type {Meaning} from '../../terminal/colours.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {expandTabs, wrap} from './cells.ts';
import {paint} from './theme.ts';

/** Text from elsewhere (a log, the database, a name) to be drawn: without any control characters. */
export function safe(text: string): string {
	return expandTabs(copied(text));
}

/** Text from elsewhere to be copied: with its tabs. */
export function copied(text: string): string {
	return sanitise(text, {colour: false});
}

/** Text from elsewhere, wrapped at spaces. @param meaning colours the rows */
export function paragraph(text: string, columns: number, meaning?: Meaning): string[] {
	const rows = wrap(safe(text), columns);
	return meaning ? rows.map(row => paint(meaning, row)) : rows;
}

/** `sqlite db.sqlite3`, `postgresql app@localhost/blog` */
export function databaseText({driver, name, host, user}: DatabaseStatus): string {
	const server = host ? `${user ? `${user}@` : ''}${host}/` : '';
	return safe(`${driver} ${server}${name}`.trim());
}

export function sqlRows(sql: string, inside: number): string[] {
	return wrap(safe(sql), inside - 4).map(line => paint('quiet', `    ${line}`));
}

/** A file, with its own lines. */
export function sourceRows(source: string, inside: number): string[] {
	return source
		.trimEnd()
		.split('\n')
		.flatMap(line => sqlRows(line, inside));
}
