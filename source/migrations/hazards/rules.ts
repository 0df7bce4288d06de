import {type Hazard, hazard} from './hazard.ts';
import type {Rebuild} from './rebuild.ts';
import {type Act, textsOf} from './statement.ts';
import type {Tables} from './tables.ts';
import {isSame, kindOf, narrows} from './types.ts';

export interface Context {
	tables: Tables;
	/** The values of types that the plan makes. */
	enums: Map<string, string[]>;
	rebuilds: Rebuild[];
	/** `table.column` of what an `update … where … is null` of the migration fills. */
	filled: Set<string>;
}

/** From this many rows on, a scan or a rewrite under a lock is felt. */
const many = 10_000;
const none: Hazard[] = [];

type Rule = (act: Act, context: Context) => Hazard[] | Promise<Hazard[]>;

export const rules: Rule[] = [
	droppedTable,
	droppedColumn,
	changedType,
	noLongerNull,
	addedNotNull,
	uniqueOnDuplicates,
	renamed,
	rebuilt,
	lockedOnPostgresql,
	validatedForeignKey,
	removedEnumValue,
];

async function droppedTable(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
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
			rows > 0,
		),
	];
}

async function droppedColumn(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
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
			rows > 0,
		),
	);
}

/** A column as the statement wants it, whatever way it says so. */
async function wantedColumns(act: Act, {tables, rebuilds}: Context) {
	if (act.kind === 'redeclare-column' || act.kind === 'change-type') {
		const isNotNull = act.kind === 'redeclare-column' && act.notNull;
		return [{table: act.table, column: act.column, type: act.type, notNull: isNotNull, value: ''}];
	}
	if (act.kind === 'set-not-null') {
		return [{table: act.table, column: act.column, type: '', notNull: true, value: ''}];
	}
	if (act.kind !== 'drop-table') return [];
	const rebuild = rebuilds.find(({table}) => table === act.table);
	if (!rebuild) return [];
	const existing = await tables.columnsOf(act.table);
	return rebuild.columns
		.filter(({column}) => existing.has(column))
		.map(({column, type, notNull}) => ({
			table: act.table,
			...{column, type, notNull},
			value: rebuild.values ?? '',
		}));
}

async function changedType(act: Act, context: Context): Promise<Hazard[]> {
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
		const loses = isNarrower && tooLong !== 0;
		hazards.push(
			hazard(
				'DL003',
				`Changes the type of ${column} of ${table} from ${old.type} to ${type}, in ${rows} row(s). ${fits}.`,
				'Add a column of the new type, fill it, and drop the old one in a later release.',
				loses,
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

async function noLongerNull(act: Act, context: Context): Promise<Hazard[]> {
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
			),
		);
	}
	return hazards;
}

async function addedNotNull(act: Act, {tables}: Context): Promise<Hazard[]> {
	if (act.kind !== 'add-column' || !act.notNull || act.hasDefault) return none;
	const rows = await tables.rowsOf(act.table);
	if (!rows) return none;
	const isMysql = tables.dialect === 'mysql' || tables.dialect === 'mariadb';
	const end = isMysql ? 'they get 0 or an empty text' : 'it will fail';
	return [
		hazard(
			'DL005',
			`Adds ${act.column} to ${act.table}, which takes no NULL and has no default, and ${rows} row(s) are there: ${end}.`,
			'Give it a one-off default (makemigrations --default), or let it take NULL, fill it, and forbid NULL then.',
		),
	];
}

async function uniqueOnDuplicates(act: Act, {tables}: Context): Promise<Hazard[]> {
	const isUnique = act.kind === 'unique' || (act.kind === 'index' && act.unique);
	if (!isUnique || !(await tables.rowsOf(act.table))) return none;
	const repeated = await tables.duplicates(act.table, act.columns);
	if (repeated === 0) return none;
	return [
		hazard(
			'DL006',
			`Makes ${act.columns.join(', ')} of ${act.table} unique, where ${repeated} value(s) occur more than once: it will fail.`,
			'Clear the duplicates in a migration before it.',
		),
	];
}

async function renamed(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
	if (act.kind !== 'rename-table' && act.kind !== 'rename-column') return none;
	if (rebuilds.some(({copy}) => copy === act.table)) return none;
	if (!(await tables.rowsOf(act.table))) return none;
	const what = act.kind === 'rename-table' ? act.table : `${act.column} of ${act.table}`;
	return [
		hazard(
			'DL007',
			`Renames ${what} to ${act.to}: code that still runs with the old name fails.`,
			'Stop the old code first, or add the new one beside it and drop the old one in a later release.',
		),
	];
}

async function rebuilt(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
	if (act.kind !== 'drop-table' || tables.dialect !== 'sqlite') return none;
	if (!rebuilds.some(({table}) => table === act.table)) return none;
	const bystanders = await tables.bystanders(act.table);
	if (bystanders.length === 0) return none;
	return [
		hazard(
			'DL008',
			`Rebuilds ${act.table}, which ${bystanders.join(', ')} belong(s) to: they are put back as they were.`,
			'Look after it whether they still say what is meant; another tool would lose them.',
		),
	];
}

async function lockedOnPostgresql(act: Act, {tables}: Context): Promise<Hazard[]> {
	if (tables.dialect !== 'postgresql') return none;
	const isIndex = act.kind === 'index' && !act.concurrently;
	if (!isIndex && act.kind !== 'set-not-null' && act.kind !== 'change-type') return none;
	const rows = (await tables.rowsOf(act.table)) ?? 0;
	if (rows < many) return none;
	if (isIndex) {
		return [
			hazard(
				'DL009',
				`Makes an index over ${rows} row(s) of ${act.table}, which nobody can write to meanwhile.`,
				'Write create index concurrently, with isTransactional() returning false.',
			),
		];
	}
	const isNull = act.kind === 'set-not-null';
	return [
		hazard(
			'DL009',
			`${isNull ? 'Scans' : 'Rewrites'} the ${rows} row(s) of ${act.table}, which nobody can read or write meanwhile.`,
			isNull
				? 'Add a check (… is not null) not valid first, validate it, and set not null then.'
				: 'Add a column of the new type, fill it in pieces, and drop the old one in a later release.',
		),
	];
}

async function validatedForeignKey(act: Act, {tables}: Context): Promise<Hazard[]> {
	if (act.kind !== 'foreign-key' || !act.isValidated) return none;
	if (tables.dialect !== 'postgresql') return none;
	const rows = (await tables.rowsOf(act.table)) ?? 0;
	if (rows < many) return none;
	return [
		hazard(
			'DL010',
			`Checks the ${rows} row(s) of ${act.table} against a new foreign key, and nobody can write to either table meanwhile.`,
			'Add it not valid, and validate constraint in a later migration.',
		),
	];
}

/** Wherever the values that a column may have are declared: an enum, or a check with `in (…)`. */
async function removedEnumValue(act: Act, {tables, enums, rebuilds}: Context): Promise<Hazard[]> {
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
