import type {Driver} from '../settings/settings.ts';

export type Row = Record<string, any>;

/** A connection of the bare driver: what is applied can be read without loading MikroORM. */
export interface Database {
	readonly dialect: Driver;
	query(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
	close(): Promise<void>;
}
