import {createHash} from 'node:crypto';
import {connectDatabase, type Database, databaseAddress} from '../../project/database.ts';
import type {Project} from '../../project/open.ts';
import type {DatabaseLock, LockHolder} from '../lock.ts';
import {dropEmptyNotes, makeNotes, notesTable, readNote, removeNote, writeNote} from '../notes.ts';
import {startHeartbeat} from './heartbeat.ts';

/** Without a sign of life for this long its holder is dead, in seconds. */
const lifetime = 60;

interface NotedHolder extends LockHolder {
	/** The server that the holder is connected to. */
	node: string;
}

/**
 * `get_lock`, which goes with its connection. In a cluster (Galera, Group Replication) each node
 * has its own, so there a row that is written with signs of life keeps the other nodes away.
 */
export async function mysqlLock(project: Project): Promise<DatabaseLock> {
	const database = (await connectDatabase(project))!;
	const key = keyOf(databaseAddress(project).name);
	const [row] = await database.query("select concat(@@hostname, ':', @@port) as node");
	const node: string = row!.node;
	const isCluster = await prepare(database);
	let current: LockHolder | undefined;
	let told: LockHolder | undefined;
	let stop: (() => Promise<void>) | undefined;
	const tell = async (holder: LockHolder) => {
		told = holder;
		const note = JSON.stringify({...holder, node});
		await database.query(`update ${notesTable} set note = ?, mark = ? where name = 'lock'`, [
			note,
			Date.now(),
		]);
	};
	return {
		async take(holder) {
			if (!(await ask('get_lock', ', 0'))) return false;
			await makeNotes(database.query, database.dialect);
			if (isCluster) {
				if (!(await takeRow(database, {...holder, node}))) {
					await ask('release_lock');
					return false;
				}
			} else await writeNote(database.query, 'lock', {...holder, node});
			current = told = holder;
			stop = startHeartbeat(async () => {
				if (isCluster || told !== current) await tell(current!);
				else await database.query('select 1');
			});
			return true;
		},
		holder: () => readNote<NotedHolder>(database.query, 'lock'),
		async note(holder) {
			current = holder;
		},
		async verify() {
			await database.query('select 1');
		},
		async release() {
			await stop?.();
			try {
				if (current) {
					await removeNote(database.query, 'lock');
					// In a cluster another node may have written its row by now.
					if (!isCluster) await dropEmptyNotes(database.query);
					await ask('release_lock');
				}
			} catch {
				// Without the connection there is no lock, either.
			} finally {
				await database.close().catch(() => {});
			}
		},
	};

	async function ask(lockFunction: string, more = ''): Promise<boolean> {
		const [answer] = await database.query(`select ${lockFunction}(?${more}) as answer`, [key]);
		return Number(answer!.answer) === 1;
	}
}

/** At most 64 characters, and never the same for two databases of one server. */
function keyOf(name: string): string {
	const key = `quarterdeck:${name}`;
	if (key.length <= 64) return key;
	return `quarterdeck:${createHash('sha256').update(name).digest('hex').slice(0, 48)}`;
}

/** @returns whether the server is one of several that hold the same database */
async function prepare(database: Database): Promise<boolean> {
	await database.query(`set session wait_timeout = ${lifetime}`);
	const variables = await database.query(
		"show variables where variable_name in ('wsrep_on', 'group_replication_group_name')",
	);
	const values = new Map(
		variables.map(({Variable_name, Value}) => [Variable_name.toLowerCase(), Value]),
	);
	if (values.get('wsrep_on') === 'ON') {
		await database.query('set session wsrep_sync_wait = 7');
		return true;
	}
	return Boolean(values.get('group_replication_group_name'));
}

/** Writes the row if there is none, or its holder is dead. Two at once: one of them is refused. */
async function takeRow(database: Database, holder: NotedHolder): Promise<boolean> {
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
