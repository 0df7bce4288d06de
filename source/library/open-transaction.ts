import {setTimeout as delay} from 'node:timers/promises';
import {CommandError} from '../errors/command-error.ts';
import {type AnyOrm, isInTransaction} from '../mikro-orm/connection.ts';

/** Between two looks, and how long somebody else's transaction is waited for, in milliseconds. */
const pause = 20;
const patience = 10_000;

/**
 * MikroORM has one connection to a SQLite database, and who wants it during a transaction waits for its
 * end: the caller's own would wait for us, and we for it.
 * @param wait false: fail at once where a transaction is open that may be somebody else's
 * @throws CommandError `open-transaction`
 */
export async function refuseOpenTransaction(orm: AnyOrm, wait = true): Promise<void> {
	const end = Date.now() + patience;
	while (isInTransaction(orm)) {
		// MikroORM knows whose it is as long as nobody began it on an EntityManager of their own.
		if (!wait || orm.em.isInTransaction() || Date.now() > end) throw isOpenAlready();
		await delay(pause);
	}
}

function isOpenAlready(): CommandError {
	return new CommandError('A transaction is open on the only connection of this ORM to SQLite.', {
		code: 'open-transaction',
		hint: 'Nothing was changed. Migrate before it begins or after it has ended, not within.',
	});
}
