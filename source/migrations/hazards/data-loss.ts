import {wantedColumns} from './column-definitions.ts';
import {isSame, kindOf, narrows} from './column-types.ts';
import type {Act} from './effect.ts';
import {type Hazard, hazard} from './hazard.ts';
import {type Context, none} from './rule.ts';
import type {Tables} from './tables.ts';

export async function droppedTable(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
	if (act.kind !== 'drop-table') return none;
	const {table} = act;
	const rebuild = rebuilds.find(other => other.table === table);
	if (rebuild?.values !== undefined) return none;
	const rows = await tables.rowsOf(table);
	if (rows === undefined) return none;
	const content = rows === 0 ? 'It is empty' : `${rows} row(s) would be lost`;
	return [
		hazard(
			'DL001',
			`Drops the table ${table}. ${content}.`,
			'Keep a copy, or rename it and drop it once nobody misses it.',
			{losesData: rows > 0},
		),
	];
}

export async function droppedColumn(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
	if (act.kind === 'drop-column') return lostColumns(tables, act.table, [act.column]);
	if (act.kind !== 'drop-table') return none;
	const rebuild = rebuilds.find(({table}) => table === act.table);
	if (rebuild?.values === undefined || /^\s*\*/.test(rebuild.values)) return none;
	const generated = rebuild.columns.filter(({isGenerated}) => isGenerated);
	const kept = new Set([
		...(rebuild.values.match(/[\w$-]+/g) ?? []),
		...generated.map(({column}) => column),
	]);
	const columns = [...(await tables.columnsOf(act.table)).keys()];
	return lostColumns(
		tables,
		act.table,
		columns.filter(column => !kept.has(column)),
	);
}

async function lostColumns(tables: Tables, table: string, columns: string[]): Promise<Hazard[]> {
	const rows = columns.length > 0 ? await tables.rowsOf(table) : undefined;
	if (rows === undefined) return none;
	const content = rows === 0 ? 'The table is empty' : `Its values in ${rows} row(s) would be lost`;
	return columns.map(column =>
		hazard(
			'DL002',
			`Drops the column ${column} of ${table}. ${content}.`,
			'Take it out of the code first, and drop it in a later release.',
			{losesData: rows > 0},
		),
	);
}

export async function changedType(act: Act, context: Context): Promise<Hazard[]> {
	const {tables} = context;
	const hazards: Hazard[] = [];
	for (const {table, column, type} of await wantedColumns(act, context)) {
		const old = (await tables.columnsOf(table)).get(column);
		if (!old || type === '' || isSame(old.type, type) || context.enums.has(type)) continue;
		if (/^(?:enum|set)\b/.test(type) || !kindOf(type)) continue;
		const rows = (await tables.rowsOf(table)) ?? 0;
		if (rows === 0) continue;
		const isNarrower = narrows(old.type, type);
		const tooLong = await longerThan(tables, table, column, type);
		const fits = isNarrower
			? tooLong === undefined
				? 'Values may not fit'
				: `${tooLong} of them do not fit`
			: 'They are converted';
		const losesData = isNarrower && tooLong !== 0;
		hazards.push(
			hazard(
				'DL003',
				`Changes the type of ${column} of ${table} from ${old.type} to ${type}, in ${rows} row(s). ${fits}.`,
				'Add a column of the new type, fill it, and drop the old one in a later release.',
				{losesData},
			),
		);
	}
	return hazards;
}

/** @returns undefined when it is no question of length */
async function longerThan(tables: Tables, table: string, column: string, type: string) {
	const kind = kindOf(type);
	if (kind?.kind !== 'text') return undefined;
	const length = tables.dialect === 'sqlite' ? 'length' : 'char_length';
	return tables.count(table, `${length}(${tables.quoted(table, column)}) > ${kind.size}`);
}
