import {plural} from '../../words/plural.ts';
import {definedColumns} from './column-definitions.ts';
import {isSameType, kindOf, narrows} from './column-types.ts';
import type {Effect} from './effect.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {rebuildOf} from './rebuild.ts';
import type {Tables} from './tables.ts';

export async function* droppedTable(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind !== 'drop-table') return;
	if (rebuildOf(effect, rebuilds)?.values !== undefined) return;
	const rows = await tables.rowsOf(effect.table);
	if (rows === undefined) return;
	const content = rows === 0 ? 'It is empty' : `${plural(rows, 'row')} would be lost`;
	yield hazard(
		'DL001',
		`Drops the table ${effect.table}. ${content}.`,
		'Keep a copy, or rename it now and drop it in a later release.',
		{losesData: rows > 0},
	);
}

export async function* droppedColumn(effect: Effect, context: RuleContext) {
	const [table, columns] = await lostColumns(effect, context);
	const rows = columns.length > 0 ? await context.tables.rowsOf(table) : undefined;
	if (rows === undefined) return;
	const content =
		rows === 0 ? 'The table is empty' : `Its values in ${plural(rows, 'row')} would be lost`;
	for (const column of columns) {
		yield hazard(
			'DL002',
			`Drops the column ${column} of ${table}. ${content}.`,
			'Remove it from the code first, and drop it in a later release.',
			{losesData: rows > 0},
		);
	}
}

async function lostColumns(
	effect: Effect,
	{tables, rebuilds}: RuleContext,
): Promise<[table: string, columns: string[]]> {
	if (effect.kind === 'drop-column') return [effect.table, [effect.column]];
	const rebuild = rebuildOf(effect, rebuilds);
	if (rebuild?.values === undefined || /^\s*\*/.test(rebuild.values)) return ['', []];
	const generated = rebuild.columns.filter(({isGenerated}) => isGenerated);
	const kept = new Set([
		...(rebuild.values.match(/[\w$-]+/g) ?? []),
		...generated.map(({column}) => column),
	]);
	const columns = [...(await tables.columnsOf(rebuild.table)).keys()];
	return [rebuild.table, columns.filter(column => !kept.has(column))];
}

export async function* changedType(effect: Effect, context: RuleContext) {
	const {tables} = context;
	for (const {table, column, type} of await definedColumns(effect, context)) {
		const old = (await tables.columnsOf(table)).get(column);
		if (!old || type === '' || isSameType(old.type, type) || context.enums.has(type)) continue;
		if (/^(?:enum|set)\b/.test(type) || !kindOf(type)) continue;
		const rows = (await tables.rowsOf(table)) ?? 0;
		if (rows === 0) continue;
		const isNarrower = narrows(old.type, type);
		const tooLong = isNarrower ? await longerThan(tables, table, column, type) : undefined;
		yield hazard(
			'DL003',
			`Changes the type of ${column} of ${table} from ${old.type} to ${type}, in ${plural(rows, 'row')}. ${outcome(isNarrower, tooLong)}.`,
			'Add a column of the new type, fill it, and drop the old one in a later release.',
			{losesData: isNarrower && tooLong !== 0},
		);
	}
}

function outcome(isNarrower: boolean, tooLong: number | undefined): string {
	if (!isNarrower) return 'They are converted';
	if (tooLong === undefined) return 'Values may not fit';
	return `${tooLong} of them ${tooLong === 1 ? 'does' : 'do'} not fit`;
}

/** @returns undefined when it is no question of length */
async function longerThan(tables: Tables, table: string, column: string, type: string) {
	const kind = kindOf(type);
	if (kind?.kind !== 'text') return undefined;
	const length = tables.dialect === 'sqlite' ? 'length' : 'char_length';
	return tables.count(table, `${length}(${tables.quoted(table, column)}) > ${kind.size}`);
}
