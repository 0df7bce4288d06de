import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolveFromProject} from '../import/import-source.ts';
import type {ConfiguredProject} from '../settings/settings.ts';

/** libSQL's own driver, which behaves like better-sqlite3 but for backups. */
export function connectLibSql(
	project: ConfiguredProject,
	file: string,
	{timeout = 0, fileMustExist = false}: {timeout?: number; fileMustExist?: boolean},
): any {
	if (fileMustExist && !existsSync(file))
		throw Object.assign(new Error('unable to open database file'), {code: 'SQLITE_CANTOPEN'});
	const connection = new (driverOf(project))(
		file,
		project.settings.database.options?.driverOptions,
	);
	connection.pragma(`busy_timeout = ${timeout}`);
	return connection;
}

/** A server has no sessions outside of transactions, and so no pragmas. */
export function connectLibSqlServer(
	project: ConfiguredProject,
	url: string,
	authToken: string | undefined,
): any {
	return new (driverOf(project))(url, authToken ? {authToken} : {});
}

function driverOf({root}: ConfiguredProject): any {
	return createRequire(resolveFromProject('@mikro-orm/libsql', root))('libsql');
}
