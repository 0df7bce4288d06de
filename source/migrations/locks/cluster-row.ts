import type {Database} from '../../project/database/database.ts';
import {notesTable} from '../record/notes-table.ts';
import type {LockHolder} from './lock.ts';

/** After this long without a sign of life a holder counts as dead, in seconds. */
export const lifetime = 60;

interface ClusterHolder extends LockHolder {
	/** The node that the holder is connected to. */
	node: string;
}

/** Writes the row if there is none, or if its holder is dead. Of two at once one is refused. */
export async function takeRow(database: Database, holder: ClusterHolder): Promise<boolean> {
	const note = JSON.stringify(holder);
	const now = Date.now();
	const [row] = await database.query(`select note, mark from ${notesTable} where name = 'lock'`);
	// On this node a living holder would have kept get_lock.
	if (row && JSON.parse(row.note).node !== holder.node) {
		if (now - Number(row.mark) < lifetime * 1000) return false;
	}
	const [sql, values] = row
		? [`update ${notesTable} set note = ?, mark = ? where name = 'lock' and mark = ?`, [row.mark]]
		: [`insert into ${notesTable} (name, note, mark) values ('lock', ?, ?)`, []];
	try {
		await database.query(sql, [note, now, ...values]);
	} catch (error) {
		const {errno} = error as {errno?: number};
		// Duplicate key; lost against another node.
		if (errno === 1062 || errno === 1213) return false;
		throw error;
	}
	const [mine] = await database.query(`select note from ${notesTable} where name = 'lock'`);
	return mine?.note === note;
}

/** Gives a sign of life, and shows what has changed about the holder. */
export async function renewRow(
	database: Database,
	holder: LockHolder & {node?: string},
): Promise<void> {
	const sql = `update ${notesTable} set note = ?, mark = ? where name = 'lock'`;
	await database.query(sql, [JSON.stringify(holder), Date.now()]);
}
