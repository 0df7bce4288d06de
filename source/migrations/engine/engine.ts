import type {Query} from '../../project/database/database.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {MigrationFile} from '../files/loader.ts';

/** Runs migrations: MikroORM over any database, or SQLite's driver alone. */
export interface Engine {
	readonly driverName: Dialect;
	/** What a migration is made with: MikroORM's driver, where there is one. */
	readonly driver: any;
	readonly connection: EngineConnection;
	/** The file that it was opened on, which each step verifies; undefined where nobody compares it. */
	identity?: SqliteIdentity;
	quote(name: string): string;
	/** Makes the recorder's table as MikroORM does, if it is not there. */
	ensureRecorderTable(table: string, transaction?: unknown): Promise<void>;
	/**
	 * @returns an instance of MikroORM's Migration, or what behaves like one
	 * @throws CommandError when the file cannot be imported or has no migration in it
	 */
	instantiate(file: MigrationFile): Promise<any>;
	/** A statement as text: a migration may add query builders and raw fragments, too. */
	textOf(query: unknown): string;
	/** Lets go of a transaction whose connection is lost. Who closes the engine would wait for it for good. */
	abandon?(transaction: unknown): Promise<void>;
}

/** The part of MikroORM's connection that migrations run on. */
export interface EngineConnection {
	/** Whether `begin` takes SQLite's write lock, so that no statement has to. */
	readonly beginsWriting?: boolean;
	/** Whether what is set outside of a transaction is gone with the next statement. */
	readonly hasNoSession?: boolean;
	begin(): Promise<unknown>;
	commit(transaction: unknown): Promise<void>;
	rollback(transaction: unknown): Promise<void>;
	/** @returns the rows with `all` */
	execute(
		sql: string,
		values?: unknown[],
		method?: 'all' | 'run',
		transaction?: unknown,
	): Promise<any>;
}

/** @param transaction undefined to ask outside of any */
export function queryIn({connection}: Pick<Engine, 'connection'>, transaction: unknown): Query {
	return (sql, values = []) => connection.execute(sql, [...values], 'all', transaction);
}

/** If it fails the connection is gone, and the database rolls back by itself. */
export async function rollBack(engine: Engine, transaction: unknown): Promise<void> {
	try {
		await engine.connection.rollback(transaction);
	} catch {
		await engine.abandon?.(transaction);
	}
}

export async function inTransaction<T>(
	engine: Engine,
	work: (transaction: unknown) => Promise<T>,
): Promise<T> {
	const transaction = await engine.connection.begin();
	try {
		const result = await work(transaction);
		await engine.connection.commit(transaction);
		return result;
	} catch (error) {
		await rollBack(engine, transaction);
		throw error;
	}
}
