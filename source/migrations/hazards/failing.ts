import {wantedColumns} from './column-definitions.ts';
import type {Act} from './effect.ts';
import {type Hazard, hazard} from './hazard.ts';
import type {Rebuild} from './rebuild.ts';
import {type Context, none} from './rule.ts';
import {partsOf, textsOf} from './sql-text.ts';

export async function noLongerNull(act: Act, context: Context): Promise<Hazard[]> {
	const {tables, filled} = context;
	const hazards: Hazard[] = [];
	for (const {table, column, notNull, value} of await wantedColumns(act, context)) {
		if (!notNull || filled.has(`${table}.${column}`)) continue;
		if (new RegExp(`\\b(?:coalesce|ifnull)\\s*\\(\\s*[\`"]?${column}\\b`, 'i').test(value))
			continue;
		const nulls = await tables.count(table, `${tables.quoted(table, column)} is null`);
		if (!nulls) continue;
		hazards.push(
			hazard(
				'DL004',
				`${column} of ${table} no longer takes NULL, which ${nulls} row(s) have: it will fail.`,
				`Fill them first: update ${table} set ${column} = … where ${column} is null.`,
				{fails: true},
			),
		);
	}
	return hazards;
}

export async function addedNotNull(act: Act, context: Context): Promise<Hazard[]> {
	const {tables} = context;
	const columns = await addedWithoutValue(act, context);
	const rows = 'table' in act && columns.length > 0 ? await tables.rowsOf(act.table) : undefined;
	if (!rows) return none;
	const isMysql = tables.dialect === 'mysql' || tables.dialect === 'mariadb';
	const end = isMysql ? 'they get 0 or an empty text' : 'it will fail';
	return columns.map(({table, column}) =>
		hazard(
			'DL005',
			`Adds ${column} to ${table}, which takes no NULL and has no default, and ${rows} row(s) are there: ${end}.`,
			'Give it a one-off default (makemigrations --default), or let it take NULL, fill it, and forbid NULL then.',
			{fails: !isMysql},
		),
	);
}

/** Columns that take no NULL, which the rows that are there get nothing for. */
async function addedWithoutValue(act: Act, {tables, rebuilds}: Context) {
	if (act.kind === 'add-column') return act.notNull && !act.hasDefault ? [act] : [];
	if (act.kind !== 'drop-table') return [];
	const rebuild = rebuilds.find(({table}) => table === act.table);
	if (rebuild?.values === undefined) return [];
	const existing = await tables.columnsOf(act.table);
	const columns = rebuild.columns.filter(({isGenerated}) => !isGenerated);
	const values = partsOf(rebuild.values);
	return columns
		.filter(({column, notNull, hasDefault}) => notNull && !hasDefault && !existing.has(column))
		.filter(column => /^\s*null\s*$/i.test(values[columns.indexOf(column)] ?? ''))
		.map(({column}) => ({table: act.table, column}));
}

export async function uniqueOnDuplicates(act: Act, {tables}: Context): Promise<Hazard[]> {
	const isUnique = act.kind === 'unique' || (act.kind === 'index' && act.unique);
	if (!isUnique || !(await tables.rowsOf(act.table))) return none;
	const repeated = await tables.duplicates(act.table, act.columns);
	if (repeated === 0) return none;
	return [
		hazard(
			'DL006',
			`Makes ${act.columns.join(', ')} of ${act.table} unique, where ${repeated} value(s) occur more than once: it will fail.`,
			'Clear the duplicates in a migration before it.',
			{fails: true},
		),
	];
}

/** Wherever the values that a column may have are declared: an enum, or a check with `in (…)`. */
export async function removedEnumValue(
	act: Act,
	{tables, enums, rebuilds}: Context,
): Promise<Hazard[]> {
	const lists = allowedValues(act, enums, rebuilds);
	const hazards: Hazard[] = [];
	for (const {table, column, values} of lists) {
		if (!(await tables.rowsOf(table))) continue;
		const texts = values.map(value => `'${value.replaceAll("'", "''")}'`).join(', ');
		const name = tables.quoted(table, column);
		const asText = tables.dialect === 'postgresql' ? `${name}::text` : name;
		const rows = await tables.count(table, `${name} is not null and ${asText} not in (${texts})`);
		if (!rows) continue;
		hazards.push(
			hazard(
				'DL014',
				`${rows} row(s) of ${table} have a value of ${column} that is none of ${values.join(', ')} any more: it will fail.`,
				'Give these rows another value in a migration before it.',
				{fails: true},
			),
		);
	}
	return hazards;
}

function allowedValues(
	act: Act,
	enums: Context['enums'],
	rebuilds: Rebuild[],
): {table: string; column: string; values: string[]}[] {
	if (act.kind === 'redeclare-column' && /^(?:enum|set)\s*\(/.test(act.type)) {
		return [{table: act.table, column: act.column, values: textsOf(act.type)}];
	}
	if (act.kind === 'change-type' && enums.has(act.type)) {
		return [{table: act.table, column: act.column, values: enums.get(act.type)!}];
	}
	if (act.kind === 'check') return checksOf(act.table, act.condition);
	const rebuild =
		act.kind === 'drop-table' ? rebuilds.find(({table}) => table === act.table) : undefined;
	return rebuild ? checksOf(rebuild.table, rebuild.body) : [];
}

function checksOf(table: string, text: string) {
	const list =
		/[`"(]?([\w$]+)[`"]?(?:::\w+)?\s*\)?\s*in\s*\(((?:\s*'(?:[^']|'')*'(?:::\w+)?\s*,?)+)\)/gi;
	return [...text.matchAll(list)].map(([, column, values]) => ({
		table,
		column: column!,
		values: textsOf(values!),
	}));
}
