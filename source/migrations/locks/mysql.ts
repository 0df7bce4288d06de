import {createHash} from 'node:crypto';
import {databaseAddress} from '../../project/database/address.ts';
import type {Database} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {
	dropEmptyNotesTable,
	ensureNotesTable,
	readNote,
	removeNote,
	writeNote,
} from '../record/notes-table.ts';
import {type ClusterHolder, lifetime, renewRow, takeRow} from './cluster-row.ts';
import {startHeartbeat} from './heartbeat.ts';
import type {DatabaseLock, LockHolder} from './lock.ts';

export async function mysqlLock(project: Project): Promise<DatabaseLock> {
	const database = (await connectDatabase(project))!;
	const key = lockName(databaseAddress(project).name);
	const [row] = await database.query("select concat(@@hostname, ':', @@port) as node");
	return new MysqlLock(database, key, row!.node, await prepare(database));
}

/**
 * `get_lock`, which ends with its connection. In a cluster (Galera, Group Replication) it holds on one
 * node only, so there a row that is renewed with signs of life keeps the other nodes out.
 */
class MysqlLock implements DatabaseLock {
	readonly #database: Database;
	readonly #key: string;
	readonly #node: string;
	readonly #isCluster: boolean;
	#current: LockHolder | undefined;
	#published: LockHolder | undefined;
	#stop: (() => Promise<void>) | undefined;

	constructor(database: Database, key: string, node: string, isCluster: boolean) {
		this.#database = database;
		this.#key = key;
		this.#node = node;
		this.#isCluster = isCluster;
	}

	async take(holder: LockHolder): Promise<boolean> {
		if (!(await this.#ask('get_lock(?, 0)'))) return false;
		await ensureNotesTable(this.#database.query, this.#database.dialect);
		if (!(await this.#claim({...holder, node: this.#node}))) {
			await this.#ask('release_lock(?)');
			return false;
		}
		this.#current = holder;
		this.#published = holder;
		this.#stop = startHeartbeat(() => this.#beat());
		return true;
	}

	holder(): Promise<LockHolder | undefined> {
		return readNote<ClusterHolder>(this.#database.query, 'lock');
	}

	async update(holder: LockHolder): Promise<void> {
		this.#current = holder;
	}

	async verify(): Promise<void> {
		await this.#database.query('select 1');
	}

	async release(): Promise<void> {
		await this.#stop?.();
		try {
			if (this.#current) await this.#free();
		} catch {
			// Without the connection the lock is gone as well.
		} finally {
			await this.#database.close().catch(() => {});
		}
	}

	/** @returns false when another node has the lock */
	async #claim(holder: ClusterHolder): Promise<boolean> {
		if (this.#isCluster) return takeRow(this.#database, holder);
		await writeNote(this.#database.query, 'lock', holder);
		return true;
	}

	async #beat(): Promise<void> {
		if (!this.#isCluster && this.#published === this.#current) return this.verify();
		this.#published = this.#current;
		await renewRow(this.#database, {...this.#current!, node: this.#node});
	}

	async #free(): Promise<void> {
		await removeNote(this.#database.query, 'lock');
		// In a cluster another node may have written its row by now.
		if (!this.#isCluster) await dropEmptyNotesTable(this.#database.query);
		await this.#ask('release_lock(?)');
	}

	async #ask(lockFunction: string): Promise<boolean> {
		const [answer] = await this.#database.query(`select ${lockFunction} as answer`, [this.#key]);
		return Number(answer!.answer) === 1;
	}
}

/** At most 64 characters, and different for any two databases of one server. */
function lockName(name: string): string {
	const key = `quarterdeck:${name}`;
	if (key.length <= 64) return key;
	return `quarterdeck:${createHash('sha256').update(name).digest('hex').slice(0, 48)}`;
}

/** @returns whether the server is part of a cluster */
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
