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
import {startHeartbeat} from './heartbeat.ts';
import type {DatabaseLock, LockHolder} from './lock.ts';

/** A plan that waits for an answer is idle for long. A machine that has lost its power is noticed soon. */
const settings = [
	'idle_in_transaction_session_timeout = 0',
	'tcp_keepalives_idle = 10',
	'tcp_keepalives_interval = 5',
	'tcp_keepalives_count = 3',
];

export async function postgresqlLock(project: Project): Promise<DatabaseLock> {
	const notes = (await connectDatabase(project))!;
	const lock = (await connectDatabase(project))!;
	await lock.query('begin');
	for (const setting of settings) await lock.query(`set local ${setting}`);
	return new PostgresqlLock(lock, notes, `quarterdeck:${databaseAddress(project).name}`);
}

/**
 * An advisory lock of an open transaction, which keeps its connection also behind a pool that lends
 * connections by transaction (PgBouncer). The holder's note needs a second connection, because nobody
 * could see what the open transaction wrote.
 */
class PostgresqlLock implements DatabaseLock {
	readonly #lock: Database;
	readonly #notes: Database;
	readonly #key: string;
	#current: LockHolder | undefined;
	#published: LockHolder | undefined;
	#stop: (() => Promise<void>) | undefined;

	constructor(lock: Database, notes: Database, key: string) {
		this.#lock = lock;
		this.#notes = notes;
		this.#key = key;
	}

	async take(holder: LockHolder): Promise<boolean> {
		const sql = 'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as taken';
		const [row] = await this.#lock.query(sql, [this.#key]);
		if (!row!.taken) return false;
		this.#stop = startHeartbeat(() => this.#beat());
		this.#current = holder;
		this.#published = holder;
		await ensureNotesTable(this.#notes.query, 'postgresql');
		await writeNote(this.#notes.query, 'lock', holder);
		return true;
	}

	holder(): Promise<LockHolder | undefined> {
		return readNote<LockHolder>(this.#notes.query, 'lock');
	}

	async update(holder: LockHolder): Promise<void> {
		this.#current = holder;
	}

	async verify(): Promise<void> {
		await this.#lock.query('select 1');
	}

	async release(): Promise<void> {
		await this.#stop?.();
		try {
			if (this.#current) {
				await removeNote(this.#notes.query, 'lock');
				await dropEmptyNotesTable(this.#notes.query);
			}
			await this.#lock.query('rollback');
		} catch {
			// Without the connection the lock is gone as well.
		} finally {
			await Promise.allSettled([this.#lock.close(), this.#notes.close()]);
		}
	}

	async #beat(): Promise<void> {
		await this.verify();
		if (!this.#current || this.#published === this.#current) return;
		this.#published = this.#current;
		await writeNote(this.#notes.query, 'lock', this.#current);
	}
}
