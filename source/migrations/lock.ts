import {setTimeout as delay} from 'node:timers/promises';
import {CommandError, exitCodes, messageOf} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import type {MikroOrm} from './mikro-orm.ts';

export interface Waiting {
	/** False: end at once when another run holds the lock. */
	wait: boolean;
	signal: AbortSignal;
}

/** Between two looks at a lock that another one holds, in milliseconds. */
const pause = 50;
/** After this long a waiting run gives up, in milliseconds. */
const patience = 10 * 60_000;

/**
 * Keeps other runs out of the database until the lock is released. On SQLite each migration's own
 * transaction does that, see `beginWriting`.
 * @returns releases it
 * @throws CommandError `lock-held`, exit code 4
 */
export async function* takeRunLock(
	orm: MikroOrm,
	waiting: Waiting,
): AsyncGenerator<Event, () => Promise<void>> {
	if (orm.driverName === 'sqlite') return async () => {};
	const {connection, driverName} = orm;
	const key = `quarterdeck:${orm.databaseName}`;
	const text = orm.platform.quoteValue(driverName === 'postgresql' ? key : key.slice(0, 64));
	// A transaction of its own keeps the connection, also behind a pool that lends it by transaction.
	const transaction = await connection.begin();
	const ask =
		driverName === 'postgresql'
			? `select pg_try_advisory_xact_lock(hashtextextended(${text}, 0)) as taken`
			: `select get_lock(${text}, 0) as taken`;
	const take = async () => {
		const [{taken}] = await connection.execute(ask, [], 'all', transaction);
		return taken === true || Number(taken) === 1;
	};
	try {
		yield* waitUntil(take, 'another migrate', waiting);
	} catch (error) {
		await connection.rollback(transaction);
		throw error;
	}
	return async () => {
		if (driverName !== 'postgresql') {
			await connection.execute(`select release_lock(${text})`, [], 'all', transaction);
		}
		await connection.rollback(transaction);
	};
}

/**
 * Begins a transaction on SQLite that holds the write lock from its first statement on, so that what
 * it reads stays true. The recorder's table is made in it, if it is missing.
 */
export async function* beginWriting(
	orm: MikroOrm,
	table: string,
	waiting: Waiting,
): AsyncGenerator<Event, unknown> {
	const {connection} = orm;
	let transaction: unknown;
	const take = async () => {
		await connection.execute('pragma busy_timeout = 0');
		transaction = await connection.begin();
		try {
			await write(orm, table, transaction);
			return true;
		} catch (error) {
			await connection.rollback(transaction);
			if (isBusy(error)) return false;
			throw error;
		}
	};
	yield* waitUntil(take, 'another process that writes to the database', waiting);
	// From here on only readers are in the way, and they are quick.
	await connection.execute('pragma busy_timeout = 30000', [], 'all', transaction);
	return transaction;
}

async function* waitUntil(
	take: () => Promise<boolean>,
	holder: string,
	{wait, signal}: Waiting,
): AsyncGenerator<Event, void> {
	const end = Date.now() + patience;
	for (let said = false; !(await take()); said = true) {
		if (!wait || Date.now() > end) throw lockHeld(holder);
		if (!said) yield {type: 'waiting-for-lock', holder};
		await delay(pause);
		if (signal.aborted) throw interruptedWhileWaiting();
	}
}

/** The smallest write there is; reading the table first would not take the lock. */
async function write(orm: MikroOrm, table: string, transaction: unknown): Promise<void> {
	const touch = `delete from ${orm.quote(table)} where 1 = 0`;
	try {
		await orm.connection.execute(touch, [], 'run', transaction);
	} catch (error) {
		if (!/no such table/.test(messageOf(error))) throw error;
		await orm.ensureRecorderTable(table, transaction);
		await orm.connection.execute(touch, [], 'run', transaction);
	}
}

function isBusy(error: unknown): boolean {
	return /database is locked|SQLITE_BUSY/.test(messageOf(error));
}

function lockHeld(holder: string): CommandError {
	return new CommandError(`The migration lock is held by ${holder}.`, {
		code: 'lock-held',
		exitCode: exitCodes.lockHeld,
		hint: 'Nothing was changed. Try again when it has ended.',
	});
}

function interruptedWhileWaiting(): CommandError {
	return new CommandError('Interrupted while waiting for the lock.', {
		code: 'interrupted',
		exitCode: exitCodes.interrupted,
		hint: 'What was reported as applied stays applied.',
	});
}
