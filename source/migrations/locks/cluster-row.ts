import type {Database} from '../../project/database/database.ts';
import {notesTable} from '../record/notes-table.ts';
import type {LockHolder} from './lock.ts';

/** Without a sign of life for this long its holder is dead, in seconds. */
export const lifetime = 60;

export interface NotedHolder extends LockHolder {
	/** The server that the holder is connected to. */
	node: string;
}

/** Writes the row if there is none, or its holder is dead. Two at once: one of them is refused. */
export async function takeRow(database: Database, holder: NotedHolder): Promise<boolean> {
	const note = JSON.stringify(holder);
	const now = Date.now();
	const [row] = await database.query(`select note, mark from ${notesTable} where name = 'lock'`);
	// On this node a living holder would have kept get_lock.
	if (row && JSON.parse(row.note).node !== holder.node) {
		if (now - Number(row.mark) < lifetime * 1000) return false;
	}
	try {
		if (row) {
			await database.query(
				`update ${notesTable} set note = ?, mark = ? where name = 'lock' and mark = ?`,
				[note, now, row.mark],
			);
		} else {
			await database.query(`insert into ${notesTable} (name, note, mark) values ('lock', ?, ?)`, [
				note,
				now,
			]);
		}
	} catch (error) {
		const {errno} = error as {errno?: number};
		// Duplicate key; lost against another node.
		if (errno === 1062 || errno === 1213) return false;
		throw error;
	}
	const [mine] = await database.query(`select note from ${notesTable} where name = 'lock'`);
	return mine?.note === note;
}

/** A sign of life, and what is new about the holder. */
export async function renewRow(database: Database, holder: NotedHolder): Promise<void> {
	const sql = `update ${notesTable} set note = ?, mark = ? where name = 'lock'`;
	await database.query(sql, [JSON.stringify(holder), Date.now()]);
}
