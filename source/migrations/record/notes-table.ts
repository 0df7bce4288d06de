import type {Database} from '../../project/database/database.ts';
import {isMissingTable} from './recorder.ts';

/**
 * What a run has to tell the next one, in the database itself, where every operator of it can read:
 * who holds the lock (`lock`) and what was left in its middle (`unfinished`). The table is there
 * only while there is something to tell.
 */
export const notesTable = 'quarterdeck_notes';

export type NoteName = 'lock' | 'unfinished';

/** Runs a statement with `?` for its values. */
export type Ask = (sql: string, values?: readonly unknown[]) => Promise<any[]>;

/**
 * Asks first: in a Galera cluster even a `create table if not exists` that does nothing ends the
 * transactions of others that use the table.
 */
export async function makeNotes(ask: Ask, dialect: Database['dialect']): Promise<void> {
	try {
		await ask(`select 1 from ${notesTable} where 1 = 0`);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
		const text = dialect === 'mysql' || dialect === 'mariadb' ? 'longtext' : 'text';
		await ask(
			`create table if not exists ${notesTable} (name varchar(64) not null primary key, note ${text} not null, mark bigint not null)`,
		);
	}
}

/** @returns undefined when there is none */
export async function readNote<T>(ask: Ask, name: NoteName): Promise<T | undefined> {
	try {
		const [row] = await ask(`select note from ${notesTable} where name = ?`, [name]);
		return row && (JSON.parse(row.note) as T);
	} catch (error) {
		if (isMissingTable(error)) return undefined;
		throw error;
	}
}

/** The table must be there. @param mark when its holder last gave a sign of life (milliseconds since 1970), or how far it came */
export async function writeNote(
	ask: Ask,
	name: NoteName,
	note: object,
	mark = Date.now(),
): Promise<void> {
	await ask(`delete from ${notesTable} where name = ?`, [name]);
	await ask(`insert into ${notesTable} (name, note, mark) values (?, ?, ?)`, [
		name,
		JSON.stringify(note),
		mark,
	]);
}

/** The table must be there. */
export async function removeNote(ask: Ask, name: NoteName): Promise<void> {
	await ask(`delete from ${notesTable} where name = ?`, [name]);
}

/** Removes the table if nothing is told in it any more. */
export async function dropEmptyNotes(ask: Ask): Promise<void> {
	try {
		const rows = await ask(`select name from ${notesTable}`);
		if (rows.length === 0) await ask(`drop table ${notesTable}`);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
	}
}
