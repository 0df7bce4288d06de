import {CommandError} from '../../errors/command-error.ts';
import {isSqliteFile, libSqlServer} from '../../project/database/address.ts';
import type {Query} from '../../project/database/database.ts';
import type {Project} from '../../project/project.ts';
import type {DatabaseSettings} from '../../project/settings/settings.ts';
import {refuseSqlServer} from '../mikro-orm/unsupported-driver.ts';

/** What a copy has of each table. */
export interface Extent {
	/** At most so many rows, and those that they refer to. Undefined: all rows. */
	sample?: number;
}

/** How one kind of database is copied. Nothing is written to the source. */
export interface Copy {
	/** What names it in the settings, instead of the source. */
	readonly settings: Partial<DatabaseSettings>;
	/** How large the source is, in bytes; undefined where it cannot be asked. */
	size(): Promise<number | undefined>;
	/** @throws CommandError `no-copy`, `interrupted` */
	make(extent: Extent, signal: AbortSignal): Promise<void>;
	/** Whether a connection is to the copy, and to nothing else. */
	isAt(query: Query): Promise<boolean>;
	/** Also when it was made in part, or not at all. */
	drop(): Promise<void>;
}

/** @param name of the database on a server, which nothing else has @param folder for files, which exists */
export async function copyOf(
	project: Project,
	{name, folder}: {name: string; folder: string},
): Promise<Copy> {
	refuseSqlServer(project);
	const {database} = project.settings;
	if (isSqliteFile(project))
		return new (await import('./sqlite-copy.ts')).SqliteCopy(project, folder);
	switch (database.driver) {
		case 'pglite':
			return new (await import('./pglite-copy.ts')).PgliteCopy(project, folder);
		case 'postgresql':
			return new (await import('./postgresql-copy.ts')).PostgresqlCopy(project, {name, folder});
		case 'mysql':
		case 'mariadb':
			return new (await import('./mysql-copy.ts')).MysqlCopy(project, {name, folder});
		default:
			throw notCopied(
				libSqlServer(database) ? 'it is on a libSQL server' : `${database.driver} is not supported`,
				'Rehearse on a file: let the database in the settings be a local one.',
			);
	}
}

/** @param reason the end of a sentence */
export function notCopied(reason: string, hint: string, cause?: unknown): CommandError {
	return new CommandError(`The database could not be copied: ${reason}.`, {
		code: 'no-copy',
		hint: `Nothing was changed. ${hint}`,
		cause,
	});
}

/** @throws CommandError `not-the-copy` */
export async function verifyIsCopy(copy: Copy, query: Query): Promise<void> {
	if (await copy.isAt(query)) return;
	throw new CommandError(
		'The options of the driver lead to another database than the copy, so that nothing was run.',
		{
			code: 'not-the-copy',
			hint: "Leave the place of the database to 'name' in the settings (dbName in a MikroORM config).",
		},
	);
}
