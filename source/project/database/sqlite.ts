import {createRequire} from 'node:module';
import {mikroOrmVersion} from '../../mikro-orm/version.ts';
import {resolveFromProject} from '../import/import-source.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {isMissingFile, sqliteFile} from './address.ts';
import {BuiltInSqlite} from './built-in-sqlite.ts';
import type {Database, Row} from './database.ts';

/** How long a read waits for a write lock, in milliseconds. */
const busyTimeout = 5000;

/**
 * Opens a file with the project's own copy of the driver.
 * @returns better-sqlite3's Database, or what behaves like one
 */
export function connectFile(project: ConfiguredProject, file: string, options: object): any {
	const Driver = usesBetterSqlite3(project) ? betterSqlite3(project) : BuiltInSqlite;
	return new Driver(file, options);
}

/** False for a project on MikroORM 6, which comes with other drivers as well. */
export function usesBetterSqlite3({root}: ConfiguredProject): boolean {
	return mikroOrmVersion(root).major > 6;
}

function betterSqlite3({root}: ConfiguredProject): any {
	return createRequire(resolveFromProject('@mikro-orm/sqlite', root))('better-sqlite3');
}

/**
 * @returns undefined when the file does not exist yet
 * @throws the driver's error, such as SQLITE_CANTOPEN or SQLITE_NOTADB
 */
export function connect(project: ConfiguredProject): Database | undefined {
	if (isMissingFile(project)) return undefined;
	const connection = connectFile(project, sqliteFile(project), {
		fileMustExist: true,
		timeout: busyTimeout,
	});
	try {
		connection.pragma('schema_version');
	} catch (error) {
		connection.close();
		throw error;
	}
	return {
		dialect: 'sqlite',
		async query(sql, parameters = []): Promise<Row[]> {
			const statement = connection.prepare(sql);
			if (statement.reader) return statement.all(...parameters);
			statement.run(...parameters);
			return [];
		},
		async close() {
			connection.close();
		},
	};
}
