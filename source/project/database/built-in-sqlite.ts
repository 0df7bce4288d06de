import {existsSync} from 'node:fs';
import {sqlite} from '../../node/warnings.ts';

const codes: Record<number, string> = {
	5: 'SQLITE_BUSY',
	14: 'SQLITE_CANTOPEN',
	26: 'SQLITE_NOTADB',
};

/**
 * Node's own SQLite with as much of better-sqlite3 as files beside the database need. The database itself
 * must not be opened with it while the project's driver has it open: closing it would release the locks of
 * the other one.
 */
export class BuiltInSqlite {
	readonly #database: any;

	constructor(file: string, {timeout = 0, fileMustExist = false}) {
		if (fileMustExist && !existsSync(file))
			throw Object.assign(new Error('unable to open database file'), {code: codes[14]});
		this.#database = coded(() => new (sqlite().DatabaseSync)(file, {timeout}));
	}

	exec(sql: string): void {
		coded(() => this.#database.exec(sql));
	}

	pragma(text: string): unknown {
		return coded(() => this.#database.prepare(`pragma ${text}`).all());
	}

	async backup(file: string, {progress}: {progress(): number}): Promise<void> {
		await sqlite().backup(this.#database, file, {rate: progress(), progress});
	}

	close(): void {
		this.#database.close();
	}
}

/** With the codes that better-sqlite3 gives. */
function coded<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		const {errcode = 0} = error as {errcode?: number};
		throw Object.assign(error as Error, {code: codes[errcode & 0xff] ?? 'SQLITE_ERROR'});
	}
}
