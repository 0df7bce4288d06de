import type {Dialect} from '../database/dialect.ts';

export type Row = Record<string, any>;

/** Runs a statement with `?` for its values. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** A connection of the bare driver. It reads which migrations are applied without loading MikroORM. */
export interface Database {
	readonly dialect: Dialect;
	readonly query: Query;
	close(): Promise<void>;
	/** Whether an open connection keeps the process; it does where nothing else is said. */
	hold?(keeps: boolean): void;
}
