import {capital} from '../../words/capital.ts';
import type {Effect, RowCount} from '../sql/effect.ts';
import type {QualifiedName} from '../sql/names.ts';
import {type Hazard, hazard, type RuleContext} from './hazard.ts';
import {type Count, inWords, mayBeSome, rowsOf, Uncounted} from './tables/count.ts';
import type {Tables} from './tables/tables.ts';

const saferDeletion =
	"Keep a copy of them, or say why they may go: static accepts = {DL015: '…'} in the migration.";

export async function* deletedRows(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind === 'delete-rows') {
		// The copy of a rebuilt table has the rows of the old one.
		const rebuild = rebuilds.find(({copy}) => copy === effect.table);
		const concerned = rebuild ? {...effect, table: rebuild.table, rows: undefined} : effect;
		yield* deletion(
			concerned.table,
			await countOf(concerned, tables),
			await alsoGone(concerned.table, tables),
		);
	}
	if (effect.kind === 'truncate') {
		yield* deletion(effect.table, exactly(await tables.rowsOf(effect.table)));
		if (!effect.cascades) return;
		for (const table of await tables.dependentTables(effect.table, 'truncate')) {
			yield* deletion(table, exactly(await tables.rowsOf(table)));
		}
	}
	if (effect.kind === 'drop-schema') {
		for (const table of await tables.catalog.tablesIn(effect.schema)) {
			const rows = await tables.rowsOf(table);
			if (rows === undefined) continue;
			yield hazard(
				'DL001',
				`Drops the schema ${effect.schema} and its table ${table}. ${capital(inWords(rows))} would be lost.`,
				'Keep a copy, or rename it now and drop it in a later release.',
				{losesData: mayBeSome(rows), ...rowsOf(rows)},
			);
		}
	}
}

export async function* changedRows(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind !== 'change-rows') return;
	if (rebuilds.some(({copy}) => copy === effect.table)) return;
	const found = await countOf(effect, tables);
	if (!found) return;
	const {count, isBound} = found;
	if (!mayBeSome(count)) return;
	yield hazard(
		'DL016',
		`Changes ${isBound ? 'up to ' : ''}${inWords(count)} of ${effect.table}.`,
		'Their old values are not kept.',
		rowsOf(count),
	);
}

interface Concerned {
	count: Count;
	/** It concerns no more rows, and perhaps fewer. */
	isBound: boolean;
}

function* deletion(
	table: QualifiedName,
	found: Concerned | undefined,
	others: QualifiedName[] = [],
): Iterable<Hazard> {
	if (!found) return;
	const {count, isBound} = found;
	const what = `${isBound ? 'up to ' : ''}${inWords(count)} of ${table}`;
	const also = others.length > 0 ? `, and the rows of ${others.join(', ')} that refer to them` : '';
	const text = `Deletes ${what}${also}.`;
	yield hazard('DL015', text, saferDeletion, {losesData: mayBeSome(count), ...rowsOf(count)});
}

/** The tables that lose rows as well, and have some. */
async function alsoGone(table: QualifiedName, tables: Tables): Promise<QualifiedName[]> {
	const others: QualifiedName[] = [];
	for (const other of await tables.dependentTables(table, 'delete')) {
		if (mayBeSome((await tables.rowsOf(other)) ?? 0)) others.push(other);
	}
	return others;
}

function exactly(count: Count | undefined): Concerned | undefined {
	return count === undefined ? undefined : {count, isBound: false};
}

/**
 * What cannot be asked for exactly before the statement runs has the table's rows as a bound.
 * @returns undefined when the table does not exist now
 */
async function countOf(
	{table, rows, atMost}: {table: QualifiedName; rows: RowCount; atMost?: number},
	tables: Tables,
): Promise<Concerned | undefined> {
	const all = await tables.rowsOf(table);
	if (all === undefined || all === 0 || all instanceof Uncounted) return exactly(all);
	if (!rows) return {count: Math.min(all, atMost ?? all), isBound: true};
	const count = await tables.countOf(table, rows);
	return count === undefined || count instanceof Uncounted
		? {count: all, isBound: true}
		: {count, isBound: false};
}
