import type {Database} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {hostName} from '../../runs/operator.ts';
import {
	identify,
	isOfOtherContainer,
	isAlive as isProcessAlive,
	type ProcessIdentity,
} from '../../system/process-identity.ts';
import {ensureNotesTable, notesTable, readNote} from '../record/notes-table.ts';
import type {DatabaseLock, LockHolder} from './lock.ts';

/** After this long without a new migration, a holder of another host counts as dead, in milliseconds. */
export const lifetime = 10 * 60_000;

/** By the clock of the server, in milliseconds since 1970. */
const now = "cast((julianday('now') - 2440587.5) * 86400000 as integer)";

/**
 * A row in the notes table: a libSQL server has no locks. It is not renewed while a migration runs, as a
 * second writer would end its transaction.
 */
export async function libSqlLock(project: Project): Promise<DatabaseLock> {
	return rowLock((await connectDatabase(project))!);
}

/** @param database which this lock closes */
export function rowLock(database: Database): DatabaseLock {
	const {query} = database;
	const noteOf = (holder: LockHolder) =>
		JSON.stringify({...holder, process: identify(holder.pid)} satisfies KnownHolder);
	let own: string | undefined;
	const isOwn = async () => {
		const [row] = await query(`select note from ${notesTable} where name = 'lock'`);
		return own !== undefined && row?.note === own;
	};
	return {
		async take(holder) {
			await ensureNotesTable(query, 'sqlite');
			const [row] = await query(
				`select note, ${now} - mark as age from ${notesTable} where name = 'lock'`,
			);
			if (row && isAlive(JSON.parse(row.note), Number(row.age))) return false;
			own = noteOf(holder);
			await (row
				? query(
						`update ${notesTable} set note = ?, mark = ${now} where name = 'lock' and note = ?`,
						[own, row.note],
					)
				: query(
						`insert or ignore into ${notesTable} (name, note, mark) values ('lock', ?, ${now})`,
						[own],
					));
			if (await isOwn()) return true;
			own = undefined;
			return false;
		},
		holder: () => readNote<LockHolder>(query, 'lock'),
		async update(holder) {
			const next = noteOf(holder);
			const sql = `update ${notesTable} set note = ?, mark = ${now} where name = 'lock' and note = ?`;
			await query(sql, [next, own]);
			own = next;
		},
		isHeld: isOwn,
		async release() {
			try {
				if (own !== undefined)
					await query(`delete from ${notesTable} where name = 'lock' and note = ?`, [own]);
			} catch {
				// It ends by itself later.
			} finally {
				await database.close();
			}
		},
	};
}

interface KnownHolder extends LockHolder {
	process: ProcessIdentity;
}

function isAlive({host, process}: KnownHolder, age: number): boolean {
	const canBeAsked = host === hostName() && !isOfOtherContainer(process);
	return canBeAsked ? isProcessAlive(process) : age < lifetime;
}
