import type {Database} from './database.ts';

/** One connection for whoever reads a server's database again and again. */
export class KeptConnection {
	#database: Database | undefined;

	/** @returns a database that stays open when it is closed */
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

/** After an error: it may be the statement's, or the connection is gone. */
async function answers(database: Database): Promise<boolean> {
	try {
		await database.query('select 1');
		return true;
	} catch {
		return false;
	}
}
