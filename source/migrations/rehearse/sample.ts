import {interrupted} from './client-programs.ts';

export interface SampledTable {
	/** As SQL, without the database that it is in. */
	name: string;
	/** As SQL; those that are computed are left out. */
	columns: string[];
	/** Copied with all of its rows, such as the record of what is applied. */
	whole: boolean;
}

/** Names of tables and columns as SQL. */
export interface SampledKey {
	table: string;
	columns: string[];
	parent: string;
	referenced: string[];
}

/** How rows are copied from one database to another of its kind. The schema is there, without foreign keys being checked. */
export interface RowCopier {
	tables: SampledTable[];
	keys: SampledKey[];
	/** @param rows undefined: all */
	copy(table: SampledTable, rows: number | undefined): Promise<void>;
	/** Copies the rows that a key refers to and that are missing. @returns how many */
	copyParents(key: SampledKey, parent: SampledTable): Promise<number>;
}

/**
 * Copies so many rows of each table, and the rows that they refer to, directly or through others.
 * @throws CommandError `interrupted`
 */
export async function sample(
	{tables, keys, ...copier}: RowCopier,
	rows: number,
	signal: AbortSignal,
): Promise<void> {
	for (const table of tables) {
		if (signal.aborted) throw interrupted();
		await copier.copy(table, table.whole ? undefined : rows);
	}
	const byName = new Map(tables.map(table => [table.name, table]));
	// Keys may refer to each other in a circle, and a table to itself: it ends when no row is missing.
	for (let added = 1; added > 0; ) {
		added = 0;
		for (const key of keys) {
			if (signal.aborted) throw interrupted();
			const parent = byName.get(key.parent);
			if (parent) added += await copier.copyParents(key, parent);
		}
	}
}

/** Of Quarterdeck and MikroORM: a part of them would mean something else. @param recorder its name, with a schema or without */
export function isWhole(table: string, recorder: string): boolean {
	return table === recorder.split('.').pop() || table.startsWith('quarterdeck_');
}

/** The statements where one connection reaches both databases. */
export function crossStatements(source: string, copy: string) {
	return {
		copy({name, columns}: SampledTable, rows: number | undefined): string {
			const list = columns.join(', ');
			const limit = rows === undefined ? '' : ` limit ${rows}`;
			return `insert into ${copy}.${name} (${list}) select ${list} from ${source}.${name}${limit}`;
		},
		copyParents({table, columns, referenced}: SampledKey, parent: SampledTable): string {
			const list = parent.columns.join(', ');
			const isSet = (names: string[]) => names.map(name => `${name} is not null`).join(' and ');
			const missing = `(${referenced.join(', ')})`;
			return [
				`insert into ${copy}.${parent.name} (${list}) select ${list} from ${source}.${parent.name}`,
				`where ${missing} in (select ${columns.join(', ')} from ${copy}.${table} where ${isSet(columns)})`,
				`and ${missing} not in (select ${referenced.join(', ')} from ${copy}.${parent.name} where ${isSet(referenced)})`,
			].join(' ');
		},
	};
}

/** Keys of several columns come row by row. */
export function keysFrom(
	rows: {id: unknown; table: string; column: string; parent: string; referenced: string}[],
): SampledKey[] {
	const keys = new Map<string, SampledKey>();
	for (const {id, table, column, parent, referenced} of rows) {
		const name = `${table} ${id}`;
		const key = keys.get(name) ?? {table, columns: [], parent, referenced: []};
		key.columns.push(column);
		key.referenced.push(referenced);
		keys.set(name, key);
	}
	return [...keys.values()];
}
