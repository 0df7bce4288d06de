import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {plural} from '../../words/plural.ts';
import type {Effect} from '../sql/effect.ts';
import {rebuildOf} from '../sql/rebuild.ts';
import {partsOf, textsOf} from '../sql/texts.ts';
import {definedColumns} from './column-definitions.ts';
import {inWords, mayBeSome} from './count.ts';
import {hazard, type RuleContext} from './hazard.ts';

export async function* becomesNotNull(effect: Effect, context: RuleContext) {
	const {tables, filled} = context;
	for (const {table, column, notNull, value} of await definedColumns(effect, context)) {
		if (!notNull || filled.has(`${table}.${column}`)) continue;
		if (new RegExp(`\\b(?:coalesce|ifnull)\\s*\\(\\s*[\`"]?${column}\\b`, 'i').test(value))
			continue;
		const nulls = await tables.count(table, `${tables.quoted(table, column)} is null`);
		if (!nulls) continue;
		const have = nulls === 1 ? 'has' : 'have';
		yield hazard(
			'DL004',
			`${column} of ${table} becomes NOT NULL, but ${plural(nulls, 'row')} ${have} NULL: it will fail.`,
			`Fill them first: update ${table} set ${column} = … where ${column} is null.`,
			{fails: true},
		);
	}
}

export async function* addedNotNull(effect: Effect, context: RuleContext) {
	const {tables} = context;
	const isMysql = isMysqlFamily(tables.dialect);
	for (const {table, column} of await addedWithoutValue(effect, context)) {
		const count = await tables.rowsOf(table);
		if (!count || !mayBeSome(count)) return;
		const rows = `${inWords(count)} ${count === 1 ? 'exists' : 'exist'}`;
		const end = isMysql ? 'the value becomes 0 or an empty text' : 'it will fail';
		yield hazard(
			'DL005',
			`Adds ${column} to ${table} as NOT NULL without a default, but ${rows}: ${end}.`,
			'Give it a one-off default (makemigrations --default), or make it nullable, fill it, and make it NOT NULL later.',
			{fails: !isMysql},
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
		.map(({column}) => ({table, column}));
}

export async function* uniqueOnDuplicates(effect: Effect, {tables}: RuleContext) {
	const isUnique = effect.kind === 'unique' || (effect.kind === 'index' && effect.unique);
	if (!isUnique || effect.columns.length === 0) return;
	const {table, columns} = effect;
	const repeated = await tables.duplicates(table, columns);
	if (repeated === 0) return;
	const values = `${plural(repeated, 'value')} ${repeated === 1 ? 'occurs' : 'occur'} more than once`;
	yield hazard(
		'DL006',
		`Makes ${columns.join(', ')} of ${table} unique, but ${values}: it will fail.`,
		'Remove the duplicates in an earlier migration.',
		{fails: true},
	);
}

/** Wherever the values that a column may have are declared: an enum, or a check with `in (…)`. */
export async function* removedEnumValue(effect: Effect, context: RuleContext) {
	const {tables} = context;
	for (const {table, column, values} of allowedValues(effect, context)) {
		const texts = values.map(value => `'${value.replaceAll("'", "''")}'`).join(', ');
		const name = tables.quoted(table, column);
		const asText = tables.dialect === 'postgresql' ? `${name}::text` : name;
		const rows = await tables.count(table, `${name} is not null and ${asText} not in (${texts})`);
		if (!rows) continue;
		const have = rows === 1 ? 'has' : 'have';
		yield hazard(
			'DL014',
			`${column} of ${table} may only be ${values.join(', ')}, but ${plural(rows, 'row')} ${have} another value: it will fail.`,
			'Give these rows another value in an earlier migration.',
			{fails: true},
		);
	}
}

interface AllowedValues {
	table: string;
	column: string;
	values: string[];
}

function allowedValues(effect: Effect, {tables, enums, rebuilds}: RuleContext): AllowedValues[] {
	const dialect = tables.dialect ?? 'sqlite';
	if (effect.kind === 'redeclare-column' && /^(?:enum|set)\s*\(/.test(effect.type)) {
		return [{...effect, values: textsOf(effect.type, dialect)}];
	}
	if (effect.kind === 'change-type' && enums.has(effect.type)) {
		return [{...effect, values: enums.get(effect.type)!}];
	}
	if (effect.kind === 'check') return checksOf(effect.table, effect.condition, dialect);
	const rebuild = rebuildOf(effect, rebuilds);
	return rebuild ? checksOf(rebuild.table, rebuild.body, dialect) : [];
}

function checksOf(table: string, text: string, dialect: Driver): AllowedValues[] {
	const list =
		/[`"(]?([\w$]+)[`"]?(?:::\w+)?\s*\)?\s*in\s*\(((?:\s*'(?:[^']|'')*'(?:::\w+)?\s*,?)+)\)/gi;
	return [...text.matchAll(list)].map(([, column, values]) => ({
		table,
		column: column!,
		values: textsOf(values!, dialect),
	}));
}
