import type {Database} from './database.ts';

/** One connection to a server's database, shared by repeated reads. */
export class CachedConnection {
	#database: Database | undefined;

	/** @returns a database whose `close` does nothing */
	async over(connect: () => Promise<Database | undefined>): Promise<Database | undefined> {
		this.#database ??= await connect();
		const database = this.#database;
		if (!database) return undefined;
		return {
			dialect: database.dialect,
			query: async (sql, parameters) => {
				try {
					return await database.query(sql, parameters);
				} catch (error) {
					if (!(await answers(database))) await this.close();
					throw error;
				}
			},
			close: async () => {},
		};
	}

	async close(): Promise<void> {
		const database = this.#database;
		this.#database = undefined;
		await database?.close().catch(() => {});
	}
}

/** After an error: false when the connection is lost, and not just a statement failed. */
async function answers(database: Database): Promise<boolean> {
	try {
		await database.query('select 1');
		return true;
	} catch {
		return false;
	}
}
