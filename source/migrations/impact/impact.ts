import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Impact} from '../../runs/events.ts';
import {isCounted} from '../hazards/tables/count.ts';
import type {Tables} from '../hazards/tables/tables.ts';
import type {QualifiedName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';
import {changesOf} from './mysql.ts';
import {serverOf, storedTable} from './mysql-catalog.ts';
import {locksOf} from './postgresql.ts';
import {StoredTables} from './stored-tables.ts';

/**
 * What each statement keeps others from meanwhile, with the sizes of the tables.
 * @returns for each statement the tables that are there; empty for SQLite
 */
export async function impactsOf(statements: string[], tables: Tables): Promise<Impact[][]> {
	if (isMysqlFamily(tables.dialect)) return impactsOnMysql(statements, tables);
	if (tables.dialect !== 'postgresql') return [];
	const typeOf = async (table: string, column: string) =>
		(await tables.columnsOf(table)).get(column)?.type;
	const impacts: Impact[][] = [];
	for (const sql of statements) {
		const found: Impact[] = [];
		for (const {table, mode, rewrites} of await locksOf(sql, typeOf)) {
			const bytes = await sizeOf(table, tables);
			if (bytes === undefined) continue;
			found.push({table, lock: mode, rewrites, bytes, rows: await rowsIn(table, tables)});
		}
		impacts.push(found);
	}
	return impacts;
}

async function impactsOnMysql(statements: string[], tables: Tables): Promise<Impact[][]> {
	const server = await serverOf(tables);
	const stored = new StoredTables(table => storedTable(table, tables));
	const impacts: Impact[][] = [];
	for (const sql of statements) {
		const found: Impact[] = [];
		for (const {table, way, lock} of await changesOf(sql, name => stored.get(name), server)) {
			const {bytes} = (await stored.get(table)) ?? {};
			if (bytes === undefined) continue;
			found.push({
				table,
				...(way ? {algorithm: way.algorithm, lock: way.lock} : {lock: lock!}),
				rewrites: way?.algorithm === 'inplace' || way?.algorithm === 'copy',
				...{bytes, rows: await rowsIn(table, tables)},
			});
		}
		impacts.push(found);
		for (const effect of effectsOf(sql, 'mysql')) stored.follow(effect);
	}
	return impacts;
}

async function rowsIn(table: QualifiedName, tables: Tables): Promise<number | null> {
	const count = await tables.rowsOf(table);
	return count !== undefined && isCounted(count) ? count : null;
}

/** @returns in bytes, with its indexes; undefined when there is no such table now */
async function sizeOf(table: string, tables: Tables): Promise<number | undefined> {
	const sql = 'select pg_total_relation_size(to_regclass(?)) as bytes';
	const [row] = await tables.query(sql, [tables.source(table)]).catch(() => []);
	return row?.bytes == null ? undefined : Number(row.bytes);
}
