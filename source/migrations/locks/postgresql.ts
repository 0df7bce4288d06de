import {connectDatabase, databaseAddress} from '../../project/database.ts';
import type {Project} from '../../project/open.ts';
import type {DatabaseLock, LockHolder} from '../lock.ts';
import {dropEmptyNotes, makeNotes, readNote, removeNote, writeNote} from '../notes.ts';
import {startHeartbeat} from './heartbeat.ts';

/**
 * An advisory lock of an open transaction, which keeps its connection also behind a pool that lends
 * connections by transaction (PgBouncer). The holder's note needs a connection beside it: what the
 * transaction wrote nobody could see.
 */
export async function postgresqlLock(project: Project): Promise<DatabaseLock> {
	const notes = (await connectDatabase(project))!;
	const lock = (await connectDatabase(project))!;
	const key = `quarterdeck:${databaseAddress(project).name}`;
	let current: LockHolder | undefined;
	let told: LockHolder | undefined;
	let stop: (() => Promise<void>) | undefined;
	const beat = async () => {
		await lock.query('select 1');
		if (current && told !== current) {
			told = current;
			await writeNote(notes.query, 'lock', current);
		}
	};
	await lock.query('begin');
	// A plan that waits for an answer is idle for long; a machine without power is not waited for.
	for (const setting of [
		'idle_in_transaction_session_timeout = 0',
		'tcp_keepalives_idle = 10',
		'tcp_keepalives_interval = 5',
		'tcp_keepalives_count = 3',
	]) {
		await lock.query(`set local ${setting}`);
	}
	return {
		async take(holder) {
			const [row] = await lock.query(
				'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as taken',
				[key],
			);
			if (!row!.taken) return false;
			stop = startHeartbeat(beat);
			current = told = holder;
			await makeNotes(notes.query, 'postgresql');
			await writeNote(notes.query, 'lock', holder);
			return true;
		},
		holder: () => readNote<LockHolder>(notes.query, 'lock'),
		async note(holder) {
			current = holder;
		},
		async verify() {
			await lock.query('select 1');
		},
		async release() {
			await stop?.();
			try {
				if (current) {
					await removeNote(notes.query, 'lock');
					await dropEmptyNotes(notes.query);
				}
				await lock.query('rollback');
			} catch {
				// Without the connection there is no lock, either.
			} finally {
				await Promise.allSettled([lock.close(), notes.close()]);
			}
		},
	};
}
