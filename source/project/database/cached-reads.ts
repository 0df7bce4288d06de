import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import type {Database, Row} from './database.ts';
import {FolderInUse} from './folder-lock.ts';

type Answer = {rows: Row[]} | {error: unknown};

/**
 * The answers of a PGlite database, until its files change. Opening it takes a second, and keeps all
 * others out.
 */
export class CachedReads {
	readonly #folder: string;
	readonly #answers = new Map<string, Answer>();
	#state = '';

	/** @param folder of the data; it need not exist */
	constructor(folder: string) {
		this.#folder = folder;
	}

	/** @returns a database that is opened with the first question that has no answer yet */
	async over(connect: () => Promise<Database | undefined>): Promise<Database | undefined> {
		const state = stateOf(this.#folder);
		if (state === '') return undefined;
		if (state !== this.#state) this.#answers.clear();
		let open: Promise<Database | undefined> | undefined;
		return {
			dialect: 'postgresql',
			query: async (sql, values = []) => {
				const key = JSON.stringify([sql, values]);
				const known = this.#answers.get(key);
				if (!known) open ??= connect();
				const answer = known ?? (await ask(open, sql, values));
				this.#answers.set(key, answer);
				if ('error' in answer) throw answer.error;
				return answer.rows;
			},
			close: async () => {
				await (await open)?.close();
				// Opening and closing write as well.
				this.#state = stateOf(this.#folder);
			},
		};
	}
}

/** @throws FolderInUse, which another time may not hold */
async function ask(
	open: Promise<Database | undefined> | undefined,
	sql: string,
	values: readonly unknown[],
): Promise<Answer> {
	const database = await open;
	try {
		return {rows: (await database?.query(sql, values)) ?? []};
	} catch (error) {
		if (error instanceof FolderInUse) throw error;
		return {error};
	}
}

/** Every change is written to the log of writes first. Empty without a database. */
function stateOf(folder: string): string {
	try {
		const log = path.join(folder, 'pg_wal');
		const files = readdirSync(log).map(name => path.join(log, name));
		return files.map(file => `${file} ${statSync(file, {bigint: true}).mtimeNs}`).join('\n');
	} catch {
		return '';
	}
}
