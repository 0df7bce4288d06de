import {createRequire} from 'node:module';
import type {Database, Row} from '../database.ts';
import {sqliteFile} from '../database.ts';
import {resolveFromProject} from '../import-source.ts';
import type {Project} from '../open.ts';

/** How long a reader waits for a writer, in milliseconds. */
const busyTimeout = 5000;

/** @throws the driver's error, SQLITE_CANTOPEN or SQLITE_NOTADB say */
export function connect(project: Project): Database {
	const require = createRequire(resolveFromProject('@mikro-orm/sqlite', project.root));
	const BetterSqlite3 = require('better-sqlite3');
	const connection = new BetterSqlite3(sqliteFile(project), {
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
