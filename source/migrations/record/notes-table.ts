import type {Query} from '../../project/database/database.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import {isMissingTable} from './recorder.ts';

/**
 * Notes of a run for other runs, in the database itself, where every operator of it can read them: who
 * holds the lock (`lock`), and which migration is only partly applied (`unfinished`). The table exists
 * only while there is a note.
 */
export const notesTable = 'quarterdeck_notes';

export type NoteName = 'lock' | 'unfinished';

/**
 * Looks for the table first: in a Galera cluster even a `create table if not exists` that does nothing
 * ends the transactions of others that use the table.
 */
export async function ensureNotesTable(query: Query, dialect: Dialect): Promise<void> {
	try {
		await query(`select 1 from ${notesTable} where 1 = 0`);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
		const text = isMysqlFamily(dialect) ? 'longtext' : 'text';
		await query(
			`create table if not exists ${notesTable} (name varchar(64) not null primary key, note ${text} not null, mark bigint not null)`,
		);
	}
}

/** @returns undefined when there is none */
export async function readNote<T>(query: Query, name: NoteName): Promise<T | undefined> {
	try {
		const [row] = await query(`select note from ${notesTable} where name = ?`, [name]);
		return row && (JSON.parse(row.note) as T);
	} catch (error) {
		if (isMissingTable(error)) return undefined;
		throw error;
	}
}

/**
 * The table must exist.
 * @param mark of a lock, its holder's last sign of life (milliseconds since 1970); of a migration, how far it is
 */
export async function writeNote(
	query: Query,
	name: NoteName,
	note: object,
	mark = Date.now(),
): Promise<void> {
	const [there] = await query(`select 1 from ${notesTable} where name = ?`, [name]);
	const sql = there
		? `update ${notesTable} set note = ?, mark = ? where name = ?`
		: `insert into ${notesTable} (note, mark, name) values (?, ?, ?)`;
	await query(sql, [JSON.stringify(note), mark, name]);
}

/** Changes the text of a note that is there still, and makes none. The table must exist. */
export async function updateNote(query: Query, name: NoteName, note: object): Promise<void> {
	const sql = `update ${notesTable} set note = ? where name = ?`;
	await query(sql, [JSON.stringify(note), name]);
}

/** The table must exist. */
export async function removeNote(query: Query, name: NoteName): Promise<void> {
	await query(`delete from ${notesTable} where name = ?`, [name]);
}

export async function dropEmptyNotesTable(query: Query): Promise<void> {
	try {
		const rows = await query(`select name from ${notesTable}`);
		if (rows.length === 0) await query(`drop table ${notesTable}`);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
	}
}
