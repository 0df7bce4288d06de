import {createRequire} from 'node:module';
import {resolveFromProject} from '../import/import-source.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {isMissingFile, sqliteFile} from './address.ts';
import type {Database, Row} from './database.ts';

/** How long a read waits for a write lock, in milliseconds. */
const busyTimeout = 5000;

/**
 * Opens a file with the project's own copy of the driver.
 * @returns better-sqlite3's Database
 */
export function connectFile(project: ConfiguredProject, file: string, options: object): any {
	const require = createRequire(resolveFromProject('@mikro-orm/sqlite', project.root));
	const BetterSqlite3 = require('better-sqlite3');
	return new BetterSqlite3(file, options);
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
