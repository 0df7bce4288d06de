import type {Impact} from '../../runs/events.ts';
import {isCounted} from '../hazards/count.ts';
import type {Tables} from '../hazards/tables.ts';
import {locksOf} from './postgresql.ts';

/**
 * What each statement of PostgreSQL keeps others from meanwhile, with the sizes of the tables.
 * @returns for each statement the tables that are there; empty for other databases
 */
export async function impactsOf(statements: string[], tables: Tables): Promise<Impact[][]> {
	if (tables.dialect !== 'postgresql') return [];
	const typeOf = async (table: string, column: string) =>
		(await tables.columnsOf(table)).get(column)?.type;
	const impacts: Impact[][] = [];
	for (const sql of statements) {
		const found: Impact[] = [];
		for (const {table, mode, rewrites} of await locksOf(sql, typeOf)) {
			const bytes = await sizeOf(table, tables);
			if (bytes === undefined) continue;
			const count = await tables.rowsOf(table);
			const rows = count !== undefined && isCounted(count) ? count : null;
			found.push({table, lock: mode, rewrites, bytes, rows});
		}
		impacts.push(found);
	}
	return impacts;
}

/** @returns in bytes, with its indexes; undefined when there is no such table now */
async function sizeOf(table: string, tables: Tables): Promise<number | undefined> {
	const sql = 'select pg_total_relation_size(to_regclass(?)) as bytes';
	const [row] = await tables.query(sql, [tables.source(table)]).catch(() => []);
	return row?.bytes == null ? undefined : Number(row.bytes);
}
