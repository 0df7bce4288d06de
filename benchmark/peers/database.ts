import {existsSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

export function removeDatabase(file: string): void {
	for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, {force: true});
}

/** Whether each of the 500 tables is there, and each migration recorded. */
export function holdsAll(file: string, recorder: string, condition = 'true'): boolean {
	if (!existsSync(file)) return false;
	const Database = require('better-sqlite3');
	const database = new Database(path.resolve(file), {readonly: true});
	try {
		const count = (sql: string) => database.prepare(sql).pluck().get() as number;
		const tables = count(
			`select count(*) from sqlite_master where type = 'table' and name glob 'app[0-9]_part_*'`,
		);
		return tables === 500 && count(`select count(*) from ${recorder} where ${condition}`) === 500;
	} finally {
		database.close();
	}
}
