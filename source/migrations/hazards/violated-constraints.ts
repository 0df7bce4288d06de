import type {Dialect} from '../../project/database/dialect.ts';
import {plural} from '../../words/plural.ts';
import {checksIn, foreignKeysIn} from '../sql/constraints.ts';
import type {Cursor} from '../sql/cursor.ts';
import type {Effect, ForeignKey} from '../sql/effect.ts';
import {type Rebuild, rebuildOf} from '../sql/rebuild.ts';
import {cursorOver, partsOf} from '../sql/texts.ts';
import {checksOf} from './failing.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {type Count, end, isCounted, rowsOf, Uncounted, whichRows} from './tables/count.ts';
import type {ExistingColumn} from './tables/existing-columns.ts';
import type {Tables} from './tables/tables.ts';

export async function* violatedCheck(effect: Effect, context: RuleContext) {
	const {tables} = context;
	const dialect = tables.dialect ?? 'sqlite';
	for (const {table, condition, rebuild} of await newChecks(effect, context)) {
		// A list of values has a rule of its own.
		if (checksOf(table, condition, dialect).length > 0) continue;
		const rows = await countAmong(tables, table, `not (${condition})`, rebuild);
		if (!rows || isAboutNewColumn(rows, dialect)) continue;
		yield hazard(
			'DL018',
			`${effect.kind === 'validate' ? 'Validates the check' : 'Adds the check'} ${condition} ${effect.kind === 'validate' ? 'of' : 'to'} ${table}, but ${whichRows(rows, 'violates', 'violate')} it: ${end(rows, context.isChanged(table))}.`,
			'Change these rows in an earlier migration.',
			{fails: isCounted(rows), ...rowsOf(rows)},
		);
	}
}

export async function* orphanedRows(effect: Effect, context: RuleContext) {
	const {tables} = context;
	for (const {table, key, rebuild} of await newForeignKeys(effect, context)) {
		const condition = await refersToNothing(key, tables);
		const rows = condition && (await countAmong(tables, table, condition, rebuild));
		if (!rows || isAboutNewColumn(rows, tables.dialect ?? 'sqlite')) continue;
		yield hazard(
			'DL019',
			`Makes ${key.columns.join(', ')} of ${table} refer to ${key.references}, but ${whichRows(rows, 'refers', 'refer')} to none of its rows: ${end(rows, context.isChanged(table))}.`,
			'Change or delete these rows in an earlier migration.',
			{fails: isCounted(rows), ...rowsOf(rows)},
		);
	}
}

export async function* uniqueOnDuplicates(effect: Effect, context: RuleContext) {
	const {tables} = context;
	const isUnique = effect.kind === 'unique' || (effect.kind === 'index' && effect.unique);
	if (!isUnique) return;
	const {table} = effect;
	const isIndex = effect.kind === 'index';
	const values = isIndex ? effect.values : effect.columns.map(name => tables.quoted(table, name));
	if (values.length === 0) return;
	const where = isIndex ? effect.where : undefined;
	const repeated = await tables.duplicates(table, values, where);
	if (!repeated || isAboutNewColumn(repeated, tables.dialect ?? 'sqlite')) return;
	const names = isIndex ? values.map(value => value.replaceAll(/["`]/g, '')) : effect.columns;
	const found = isCounted(repeated)
		? `${plural(repeated, 'value')} ${repeated === 1 ? 'occurs' : 'occur'}`
		: `there may be values (they could not be counted: ${repeated.reason}) that occur`;
	yield hazard(
		'DL006',
		`Makes ${names.join(', ')} of ${table} unique, but ${found} more than once: ${end(repeated, context.isChanged(table))}.`,
		'Remove the duplicates in an earlier migration.',
		{fails: isCounted(repeated), ...rowsOf(repeated)},
	);
}

/** From this many rows on, comparing each with each takes too long. */
const manyRows = 2000;

/** @returns hazards of PostgreSQL's `exclude`: rows that exclude each other */
export async function* excludedRows(effect: Effect, context: RuleContext) {
	if (effect.kind !== 'exclude') return;
	const {tables} = context;
	const {table, where} = effect;
	const rows = await excludedBy(effect, tables);
	if (!rows || isAboutNewColumn(rows, 'postgresql')) return;
	const parts = effect.values.map((value, index) => `${value} with ${effect.operators[index]}`);
	yield hazard(
		'DL018',
		`Excludes rows of ${table} that are alike in ${parts.join(', ')}${where ? ` where ${where}` : ''}, but ${whichRows(rows, 'excludes another', 'exclude each other')}: ${end(rows, context.isChanged(table))}.`,
		'Change these rows in an earlier migration.',
		{fails: isCounted(rows), ...rowsOf(rows)},
	);
}

async function excludedBy(
	{table, values, operators, where = 'true'}: Extract<Effect, {kind: 'exclude'}>,
	tables: Tables,
): Promise<Count | undefined> {
	const all = await tables.rowsOf(table);
	if (isCounted(all ?? 0) && (all as number) > manyRows)
		return new Uncounted(`${plural(all as number, 'row')} to compare with each other`);
	const named = values.map((value, index) => `${value} as v${index}`).join(', ');
	const alike = operators.map((operator, index) => `one.v${index} ${operator} other.v${index}`);
	return tables.countOf(
		table,
		{
			before: `with found as (select row_number() over () as place, ${named} from`,
			after: ` where ${where}) select count(*) as count from found as one where exists (select 1 from found as other where one.place <> other.place and ${alike.join(' and ')})`,
		},
		tables.relation(table),
	);
}

interface New {
	table: string;
	/** Where SQLite makes the table anew. */
	rebuild?: Rebuild;
}

async function newChecks(
	effect: Effect,
	context: RuleContext,
): Promise<(New & {condition: string})[]> {
	const {tables, rebuilds} = context;
	const dialect = tables.dialect ?? 'sqlite';
	if (effect.kind === 'check') return [effect];
	if (effect.kind === 'redeclare-column') {
		const conditions = checksIn(cursorOver(effect.declared, dialect));
		return conditions.map(condition => ({table: effect.table, condition}));
	}
	if (effect.kind === 'validate') {
		const definition = await notValidated(effect, context);
		return checksIn(cursorOver(definition, dialect)).map(condition => ({
			...{table: effect.table, condition},
		}));
	}
	const rebuild = rebuildOf(effect, rebuilds);
	if (rebuild?.values === undefined) return [];
	const {table} = rebuild;
	const before = await tables.definitionOf(table);
	return checksIn(cursorOver(rebuild.body, dialect))
		.filter(condition => !before.includes(condition))
		.map(condition => ({table, condition, rebuild}));
}

async function newForeignKeys(
	effect: Effect,
	context: RuleContext,
): Promise<(New & {key: ForeignKey})[]> {
	const {tables, rebuilds} = context;
	if (effect.kind === 'foreign-key') {
		return effect.isValidated ? [{table: effect.table, key: effect}] : [];
	}
	if (effect.kind === 'validate') {
		const definition = await notValidated(effect, context);
		return foreignKeysIn(cursorOver(definition, 'postgresql')).map(key => ({
			...{table: effect.table, key},
		}));
	}
	const rebuild = rebuildOf(effect, rebuilds);
	if (rebuild?.values === undefined) return [];
	const {table} = rebuild;
	const before = await tables.definitionOf(table);
	const known = foreignKeysIn(bodyOf(before));
	return foreignKeysIn(cursorOver(rebuild.body, 'sqlite'))
		.filter(key => !known.some(other => JSON.stringify(other) === JSON.stringify(key)))
		.map(key => ({table, key, rebuild}));
}

/** What an earlier statement of the plan makes, or the database has, for new rows only. */
async function notValidated(
	{table, name}: Extract<Effect, {kind: 'validate'}>,
	context: RuleContext,
): Promise<string> {
	const made = context.notValidated.get(`${table}.${name}`);
	return made ?? (await context.tables.constraint(table, name));
}

/** @param definition a `create table` of SQLite */
function bodyOf(definition: string): Cursor {
	const cursor = cursorOver(definition, 'sqlite');
	cursor.until('(');
	return cursor.brackets();
}

/** Among the rows of a table, or those that fill the one that replaces it. */
async function countAmong(
	tables: Tables,
	table: string,
	condition: string,
	rebuild: Rebuild | undefined,
): Promise<Count | undefined> {
	if (!rebuild) return tables.countWhere(table, condition);
	const values = partsOf(rebuild.values!, 'sqlite');
	const columns = rebuild.columns.filter(({isGenerated}) => !isGenerated);
	const filled = columns.map(({column}, index) => `${values[index]} as ${tables.quote(column)}`);
	const selected = values.length === columns.length ? filled.join(', ') : rebuild.values;
	const rows = {
		before: `select count(*) as count from (select ${selected} from`,
		after: `) where ${condition}`,
	};
	return tables.countOf(table, rows, tables.relation(table));
}

/** @returns undefined where the other table is not there yet */
async function refersToNothing(
	{columns, references, referenced}: ForeignKey,
	tables: Tables,
): Promise<string | undefined> {
	const existing = await tables.columnsOf(references);
	if (existing.size === 0) return undefined;
	const keys = referenced.length > 0 ? referenced : keyOf(existing);
	const own = columns.map(column => tables.quote(column));
	const others = keys.map(column => tables.quoted(references, column));
	const filled = (names: string[]) => names.map(name => `${name} is not null`).join(' and ');
	return `${filled(own)} and (${own.join(', ')}) not in (select ${others.join(', ')} from ${tables.source(references)} where ${filled(others)})`;
}

function keyOf(existing: Map<string, ExistingColumn>): string[] {
	return [...existing]
		.filter(([, {keyPlace}]) => keyPlace > 0)
		.sort(([, one], [, other]) => one.keyPlace - other.keyPlace)
		.map(([name]) => name);
}

/** A column that an earlier statement adds has no values of its own yet. */
function isAboutNewColumn(count: Count, dialect: Dialect): boolean {
	if (!(count instanceof Uncounted)) return false;
	return dialect === 'sqlite'
		? /no such column/.test(count.reason)
		: count.code === '42703' || count.code === 'ER_BAD_FIELD_ERROR';
}
