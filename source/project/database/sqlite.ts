import {createRequire} from 'node:module';
import {mikroOrmVersion} from '../../mikro-orm/version.ts';
import {makePrivateFile} from '../../system/private-file.ts';
import {resolveFromProject} from '../import/import-source.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {isMissingFile, libSqlServer, sqliteFile} from './address.ts';
import {BuiltInSqlite} from './built-in-sqlite.ts';
import type {Database, Row} from './database.ts';
import {connectLibSql, connectLibSqlServer} from './libsql.ts';

/** How long a read waits for a write lock, in milliseconds. */
const busyTimeout = 5000;

interface SqliteOptions {
	timeout?: number;
	fileMustExist?: boolean;
}

/**
 * Opens a file with the project's own copy of the driver.
 * @returns better-sqlite3's Database, or what behaves like one
 */
export function connectFile(
	project: ConfiguredProject,
	file: string,
	options: SqliteOptions = {},
): any {
	if (!options.fileMustExist && file !== ':memory:') makePrivateFile(file);
	if (project.settings.database.driver === 'libsql') return connectLibSql(project, file, options);
	const Driver = usesBetterSqlite3(project) ? betterSqlite3(project) : BuiltInSqlite;
	return new Driver(file, options);
}

/** False for libSQL, and for a project on MikroORM 6, which comes with other drivers as well. */
export function usesBetterSqlite3({root, settings}: ConfiguredProject): boolean {
	return settings.database.driver === 'sqlite' && mikroOrmVersion(root).major > 6;
}

function betterSqlite3({root}: ConfiguredProject): any {
	return createRequire(resolveFromProject('@mikro-orm/sqlite', root))('better-sqlite3');
}

/**
 * @param password of a libSQL server
 * @returns undefined when the file does not exist yet
 * @throws the driver's error, such as SQLITE_CANTOPEN or SQLITE_NOTADB
 */
export function connect(project: ConfiguredProject, password?: string): Database | undefined {
	if (isMissingFile(project)) return undefined;
	const server = libSqlServer(project.settings.database);
	const connection = server
		? connectLibSqlServer(project, server, password)
		: connectFile(project, sqliteFile(project), {fileMustExist: true, timeout: busyTimeout});
	try {
		connection.prepare('pragma schema_version').all();
	} catch (error) {
		connection.close();
		throw error;
	}
	return {
		dialect: 'sqlite',
		async query(sql, parameters = []): Promise<Row[]> {
			const statement = connection.prepare(sql);
			if (statement.reader) return statement.all([...parameters]);
			statement.run([...parameters]);
			return [];
		},
		async close() {
			connection.close();
		},
	};
}
