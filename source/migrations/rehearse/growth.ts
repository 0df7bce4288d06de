import type {Database} from '../../project/database/database.ts';
import {type Dialect, isMysqlFamily} from '../../project/database/dialect.ts';
import {isCounted} from '../hazards/tables/count.ts';
import {Tables} from '../hazards/tables/tables.ts';
import {locksOf} from '../impact/postgresql.ts';
import type {Effect} from '../sql/effect.ts';
import {namesBySpaces} from '../sql/mentioned-names.ts';
import {partsOfName, type QualifiedName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';

/** How many times as many rows the source has as its sample, by the text of a statement; 1 if it reads no rows. */
export type Growth = Map<string, number>;

/** What takes the same time however many rows there are. */
const constant =
	/^(?:create-(?:table|enum|routine)|drop-(?:table|schema|object|constraint|default)|rename-(?:table|column)|add-rows|truncate|not-validated|change-names|calls)$/;

/**
 * Compares the tables that statements read as a whole, before a plan runs on a sample.
 * @throws the database's error
 */
export async function growthOf(
	statements: string[],
	source: Database,
	copy: Database,
): Promise<Growth> {
	const counts = {source: new Tables(source), copy: new Tables(copy)};
	const ratios = new Map<QualifiedName, number>();
	const ratioOf = async (table: QualifiedName) => {
		if (!ratios.has(table)) {
			const [all, some] = [
				await rowsOf(table, source, counts.source),
				await rowsOf(table, copy, counts.copy),
			];
			ratios.set(table, all === undefined || !some ? 1 : Math.max(1, all / some));
		}
		return ratios.get(table)!;
	};
	const growth: Growth = new Map();
	for (const sql of statements) {
		const tables = await readBy(sql, source.dialect, counts.source);
		growth.set(sql, Math.max(1, ...(await Promise.all(tables.map(ratioOf)))));
	}
	return growth;
}

async function readBy(sql: string, dialect: Dialect, tables: Tables): Promise<QualifiedName[]> {
	const read: QualifiedName[] = [];
	// It may take rows from any of the tables that it names.
	if (/\bselect\b/i.test(sql)) return tables.named(namesBySpaces(sql));
	for (const effect of effectsOf(sql, dialect)) {
		if (effect.kind === 'not-understood') read.push(...(await tables.named(effect.names)));
		else if ('from' in effect) read.push(effect.from);
		else if ('table' in effect && (await readsRows(effect, sql, dialect))) read.push(effect.table);
	}
	return read;
}

/** A new or removed column is a matter of the catalog, except where the table is written anew for it. */
async function readsRows({kind}: Effect, sql: string, dialect: Dialect): Promise<boolean> {
	if (constant.test(kind)) return false;
	if (kind !== 'add-column' && kind !== 'drop-column') return true;
	if (dialect === 'sqlite') return kind === 'drop-column';
	if (isMysqlFamily(dialect)) return !/\balgorithm\s*=?\s*instant\b/i.test(sql) && !isInstant(sql);
	return (await locksOf(sql, async () => undefined)).some(({rewrites}) => rewrites);
}

/** Both do these by themselves without touching a row. */
function isInstant(sql: string): boolean {
	return !/\b(?:auto_increment|unique|primary|stored|persistent|first|check|references)\b/i.test(
		sql,
	);
}

/** Of many rows, MySQL and MariaDB have an estimate. */
async function rowsOf(
	table: QualifiedName,
	database: Database,
	tables: Tables,
): Promise<number | undefined> {
	const count = await tables.rowsOf(table);
	if (count === undefined || isCounted(count)) return count;
	if (!isMysqlFamily(database.dialect)) return undefined;
	const [row] = await database.query(
		'select table_rows as count from information_schema.tables where table_schema = database() and table_name = ?',
		[partsOfName(table).own],
	);
	return row?.count == null ? undefined : Number(row.count);
}
