import type {Database} from '../../project/database/database.ts';
import {notesTable} from '../record/notes-table.ts';
import type {LockHolder} from './lock.ts';

/** After this long without a sign of life a holder counts as dead, in seconds. */
export const lifetime = 60;

interface ClusterHolder extends LockHolder {
	/** The node that the holder is connected to. */
	node: string;
}

/** The database's own time, in milliseconds since 1970: the clocks of those who migrate may differ. */
export const databaseTime = 'floor(unix_timestamp(now(3)) * 1000)';

/** The last sign of life that a waiting run has seen, and since when, by the time of its process. */
export interface SeenSign {
	mark?: number;
	since: number;
}

/**
 * Writes the row if there is none, or if its holder is dead. Of two at once one is refused.
 * @param seen kept by the caller between two attempts
 */
export async function takeRow(
	database: Database,
	holder: ClusterHolder,
	seen: SeenSign = {since: 0},
): Promise<boolean> {
	const note = JSON.stringify(holder);
	const [row] = await database.query(
		`select note, mark, ${databaseTime} as time from ${notesTable} where name = 'lock'`,
	);
	// On this node a living holder would have kept get_lock.
	const isElsewhere = row && JSON.parse(row.note).node !== holder.node;
	if (isElsewhere && isAlive(Number(row.mark), Number(row.time), seen)) return false;
	const [sql, values] = row
		? [
				`update ${notesTable} set note = ?, mark = ${databaseTime} where name = 'lock' and mark = ?`,
				[row.mark],
			]
		: [`insert into ${notesTable} (name, note, mark) values ('lock', ?, ${databaseTime})`, []];
	try {
		await database.query(sql, [note, ...values]);
	} catch (error) {
		const {errno} = error as {errno?: number};
		// Duplicate key; lost against another node.
		if (errno === 1062 || errno === 1213) return false;
		throw error;
	}
	const [mine] = await database.query(`select note from ${notesTable} where name = 'lock'`);
	return mine?.note === note;
}

/** A sign from the future, of a clock that was ahead, counts from when it was first seen. */
function isAlive(mark: number, time: number, seen: SeenSign): boolean {
	const now = performance.now();
	if (seen.mark !== mark) Object.assign(seen, {mark, since: now});
	const age = time < mark ? now - seen.since : time - mark;
	return age < lifetime * 1000;
}

/** Gives a sign of life, and shows what has changed about the holder. */
export async function renewRow(database: Database, holder: ClusterHolder): Promise<void> {
	const sql = `update ${notesTable} set note = ?, mark = ${databaseTime} where name = 'lock'`;
	await database.query(sql, [JSON.stringify(holder)]);
}
