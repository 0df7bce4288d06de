import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily, quoteText} from '../../project/database/dialect.ts';
import type {Effect} from '../sql/effect.ts';
import {rebuildOf} from '../sql/rebuild.ts';
import {isName, partsOf, textsOf} from '../sql/texts.ts';
import {definedColumns} from './column-definitions.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {end, inWords, isCounted, mayBeSome, rowsOf, whichRows} from './tables/count.ts';
import type {Tables} from './tables/tables.ts';
import {columnType} from './types/column-type.ts';

export async function* becomesNotNull(effect: Effect, context: RuleContext) {
	const {tables, filled} = context;
	for (const {table, column, notNull, declared, value} of await definedColumns(effect, context)) {
		if (!notNull || filled.has(`${table}.${column}`)) continue;
		const filledBy =
			value === '' || isName(value, column, 'sqlite') ? tables.quoted(table, column) : value;
		const nulls = await tables.countWhere(table, `(${filledBy}) is null`);
		if (!nulls) continue;
		const filling = await fillingOf(declared, tables);
		yield hazard(
			'DL004',
			`${column} of ${table} becomes NOT NULL, but ${whichRows(nulls, 'has', 'have')} NULL: ${filling ?? end(nulls, context.isChanged(table))}.`,
			`Fill them first: update ${table} set ${column} = … where ${column} is null.`,
			{fails: !filling && isCounted(nulls), losesData: Boolean(filling), ...rowsOf(nulls)},
		);
	}
}

/** What MySQL and MariaDB put in the place of NULL, if they do. */
async function fillingOf(declared: string, tables: Tables): Promise<string | undefined> {
	if (!isMysqlFamily(tables.dialect)) return undefined;
	if (/^\s*timestamp\b/i.test(declared)) return 'it becomes the time of the change';
	return (await tables.isStrict()) ? undefined : 'it becomes 0 or an empty text';
}

export async function* addedNotNull(effect: Effect, context: RuleContext) {
	const {tables} = context;
	const isMysql = isMysqlFamily(tables.dialect);
	for (const {table, column, declared} of await addedWithoutValue(effect, context)) {
		const count = await tables.rowsOf(table);
		if (!count || !mayBeSome(count)) return;
		const rows = `${inWords(count)} ${count === 1 ? 'exists' : 'exist'}`;
		const isRefused = /^\s*date/i.test(declared) && (await tables.refusesZeroDates());
		const fails = !isMysql || isRefused;
		const then = fails ? 'it will fail' : 'the value becomes 0 or an empty text';
		yield hazard(
			'DL005',
			`Adds ${column} to ${table} as NOT NULL without a default, but ${rows}: ${then}.`,
			'Give it a one-off default (makemigrations --default), or make it nullable, fill it, and make it NOT NULL later.',
			{fails},
		);
	}
}

/** New columns that are NOT NULL and get no value in existing rows. */
async function addedWithoutValue(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind === 'add-column') return effect.notNull && !effect.hasDefault ? [effect] : [];
	const rebuild = rebuildOf(effect, rebuilds);
	if (rebuild?.values === undefined) return [];
	const {table} = rebuild;
	const existing = await tables.columnsOf(table);
	const columns = rebuild.columns.filter(({isGenerated}) => !isGenerated);
	const values = partsOf(rebuild.values, 'sqlite');
	return columns
		.filter(({column, notNull, hasDefault}) => notNull && !hasDefault && !existing.has(column))
		.filter(column => /^\s*null\s*$/i.test(values[columns.indexOf(column)] ?? ''))
		.map(({column, declared}) => ({table, column, declared}));
}

/** Wherever the values that a column may have are declared: an enum, or a check with `in (…)`. */
export async function* removedEnumValue(effect: Effect, context: RuleContext) {
	const {tables} = context;
	for (const allowed of allowedValues(effect, context)) {
		const {table, column, values, isCheck} = allowed;
		if (!isCheck && !(await isText(tables, table, column))) continue;
		const rows = await tables.countWhere(table, hasAnother(allowed, tables));
		if (!rows) continue;
		const isCut = !isCheck && isMysqlFamily(tables.dialect) && !(await tables.isStrict());
		yield hazard(
			'DL014',
			`${column} of ${table} may only be ${values.join(', ')}, but ${whichRows(rows, 'has', 'have')} another value: ${isCut ? 'it becomes an empty text' : end(rows, context.isChanged(table))}.`,
			'Give these rows another value in an earlier migration.',
			{fails: !isCut && isCounted(rows), losesData: isCut, ...rowsOf(rows)},
		);
	}
}

/** A number is a place in the list of values: the rule for changed types says what happens to others. */
async function isText(tables: Tables, table: string, column: string): Promise<boolean> {
	const type = (await tables.columnsOf(table)).get(column)?.type ?? '';
	const {kind} = columnType(type, tables.dialect ?? 'sqlite');
	return kind === 'text' || kind === 'enum' || kind === 'set' || kind === 'other';
}

function hasAnother(
	{table, column, values, isSet, isCheck}: AllowedValues,
	tables: Tables,
): string {
	const name = tables.quoted(table, column);
	const texts = values.map(quoteText);
	if (isSet) {
		const others = texts.reduce(
			(rest, text) => `replace(${rest}, concat(',', lower(${text}), ','), ',')`,
			// Each comma stands twice, as it ends one value and begins the next.
			`concat(',', replace(lower(${name}), ',', ',,'), ',')`,
		);
		return `replace(${others}, ',', '') <> ''`;
	}
	const asText = tables.dialect === 'postgresql' ? `${name}::text` : name;
	// MySQL and MariaDB take a number for a place in the list.
	const isPlace = isMysqlFamily(tables.dialect) && !isCheck;
	const places = isPlace ? texts.map((_text, index) => `'${index + 1}'`) : [];
	return `${name} is not null and ${asText} not in (${[...texts, ...places].join(', ')})`;
}

interface AllowedValues {
	table: string;
	column: string;
	values: string[];
	/** A row may have several of them. */
	isSet?: boolean;
	/** Other values are never cut. */
	isCheck?: boolean;
}

function allowedValues(effect: Effect, {tables, enums, rebuilds}: RuleContext): AllowedValues[] {
	const dialect = tables.dialect ?? 'sqlite';
	if (effect.kind === 'redeclare-column' && /^(?:enum|set)\s*\(/.test(effect.type)) {
		const isSet = effect.type.startsWith('set');
		return [{...effect, values: textsOf(effect.type, dialect), isSet}];
	}
	if (effect.kind === 'change-type' && enums.has(effect.type)) {
		return [{...effect, values: enums.get(effect.type)!}];
	}
	if (effect.kind === 'check') return checksOf(effect.table, effect.condition, dialect);
	const rebuild = rebuildOf(effect, rebuilds);
	return rebuild ? checksOf(rebuild.table, rebuild.body, dialect) : [];
}

export function checksOf(table: string, text: string, dialect: Dialect): AllowedValues[] {
	const list =
		/[`"(]?([\w$]+)[`"]?(?:::\w+)?\s*\)?\s*in\s*\(((?:\s*'(?:[^']|'')*'(?:::\w+)?\s*,?)+)\)/gi;
	return [...text.matchAll(list)].map(([, column, values]) => ({
		table,
		column: column!,
		values: textsOf(values!, dialect),
		isCheck: true,
	}));
}
