import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import type {Dialect} from '../../project/database/dialect.ts';

/**
 * MikroORM says what a kind of database cannot have (a partial index, on MariaDB) only while it writes
 * the SQL.
 * @throws CommandError `entities` in place of what it throws; its TypeErrors are bugs and stay
 */
export function writingSql<T>(driver: Dialect, write: () => T): T {
	try {
		return write();
	} catch (error) {
		if (isCommandError(error) || error instanceof TypeError) throw error;
		throw new CommandError(`For ${driver}: ${messageOf(error).split('\n')[0]}`, {
			code: 'entities',
			hint: `Write the entity so that ${driver} can have it; --traceback shows where MikroORM says so.`,
			cause: error,
		});
	}
}
