import {setTimeout as delay} from 'node:timers/promises';
import {CommandError} from '../errors/command-error.ts';
import {type AnyOrm, isInTransaction} from '../mikro-orm/connection.ts';

/** The polling interval, and how long to wait for another transaction, in milliseconds. */
const pause = 20;
const timeout = 10_000;

/**
 * MikroORM has one connection to a SQLite database. If the caller held a transaction on it, the
 * caller and this run would wait for each other.
 * @param wait false: fail immediately on an open transaction
 * @throws CommandError `open-transaction`
 */
export async function refuseOpenTransaction(orm: AnyOrm, wait = true): Promise<void> {
	const end = performance.now() + timeout;
	while (isInTransaction(orm)) {
		// MikroORM knows the owner unless it was begun on a separate EntityManager.
		if (!wait || orm.em.isInTransaction() || performance.now() > end) throw isOpenAlready();
		await delay(pause);
	}
}

function isOpenAlready(): CommandError {
	return new CommandError('A transaction is open on the only connection of this ORM to SQLite.', {
		code: 'open-transaction',
		hint: 'Nothing was changed. Commit or roll back the transaction first.',
	});
}
