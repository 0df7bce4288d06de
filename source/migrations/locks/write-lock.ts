import {messageOf} from '../../errors/command-error.ts';
import type {Event} from '../../runs/events.ts';
import type {Engine} from '../engine/engine.ts';
import {isMissingTable} from '../record/recorder.ts';
import {type Waiting, waitUntil} from './lock.ts';

/**
 * Begins a transaction on SQLite that holds the write lock from its first statement on, so that what
 * it reads stays true whoever else writes: another tool, or a run of another copy of the project.
 * Creates the recorder's table in it, if it is missing.
 * @param busyTimeout how long SQLite waits for other connections from then on, in milliseconds: a commit for
 *   readers, and a statement without a transaction for those who write, too
 */
export async function* beginWriting(
	engine: Engine,
	table: string,
	waiting: Waiting,
	busyTimeout: number,
): AsyncGenerator<Event, unknown> {
	const {connection} = engine;
	let transaction: unknown;
	const waitFor = async (milliseconds: number) => {
		if (connection.hasNoSession) return;
		const pragma = `pragma busy_timeout = ${milliseconds}`;
		await connection.execute(pragma, [], 'all', transaction);
	};
	const take = async () => {
		await waitFor(0);
		try {
			transaction = await connection.begin();
			if (!connection.beginsWriting || !hasTable.has(engine))
				await write(engine, table, transaction);
			return true;
		} catch (error) {
			if (transaction) await connection.rollback(transaction);
			transaction = undefined;
			if (isBusy(error)) return false;
			throw error;
		} finally {
			await waitFor(busyTimeout);
		}
	};
	const holder = () => 'another process that writes to the database';
	yield* waitUntil(take, {...waiting, holder});
	return transaction;
}

/** Set only where the table was found: one that is made with a migration may be rolled back with it. */
const hasTable = new WeakSet<Engine>();

/** The smallest write there is. Reading the table first would not take the lock. */
async function write(engine: Engine, table: string, transaction: unknown): Promise<void> {
	const touch = `delete from ${engine.quote(table)} where 1 = 0`;
	try {
		await engine.connection.execute(touch, [], 'run', transaction);
		hasTable.add(engine);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
		await engine.ensureRecorderTable(table, transaction);
		await engine.connection.execute(touch, [], 'run', transaction);
	}
}

/** Whether SQLite says that another connection holds what a statement needs. */
export function isBusy(error: unknown): boolean {
	return /database is locked|SQLITE_BUSY/.test(messageOf(error));
}
