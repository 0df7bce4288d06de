import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Impact} from '../../runs/events.ts';
import {isCounted} from '../hazards/count.ts';
import type {Tables} from '../hazards/tables.ts';
import type {QualifiedName} from '../sql/names.ts';
import {changesOf} from './mysql.ts';
import {type SizedTable, serverOf, storedTable} from './mysql-catalog.ts';
import {locksOf} from './postgresql.ts';

/**
 * What each statement keeps others from meanwhile, with the sizes of the tables. On MySQL and MariaDB, the tables are
 * those before the first of the statements.
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
	const known = new Map<QualifiedName, SizedTable | undefined>();
	const find = async (table: QualifiedName) => {
		if (!known.has(table)) known.set(table, await storedTable(table, tables));
		return known.get(table);
	};
	const impacts: Impact[][] = [];
	for (const sql of statements) {
		const found: Impact[] = [];
		for (const {table, way, lock} of await changesOf(sql, find, server)) {
			const stored = await find(table);
			if (!stored) continue;
			found.push({
				table,
				...(way ? {algorithm: way.algorithm, lock: way.lock} : {lock: lock!}),
				rewrites: way?.algorithm === 'inplace' || way?.algorithm === 'copy',
				bytes: stored.bytes,
				rows: await rowsIn(table, tables),
			});
		}
		impacts.push(found);
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
