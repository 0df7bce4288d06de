import {type Dialect, dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {MigrationFile} from '../files/loader.ts';
import {previewOf} from '../files/preview.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {HazardFinder} from '../hazards/finder.ts';
import type {Hazard} from '../hazards/hazard.ts';
import {NotNullChecks} from '../hazards/not-null-checks.ts';
import type {ExistingColumns} from '../hazards/tables/existing-columns.ts';
import type {Tables} from '../hazards/tables/tables.ts';
import {storedTable} from '../impact/mysql-catalog.ts';
import {StoredTables} from '../impact/stored-tables.ts';
import {type Before, onlineParts, type Part} from '../make/online-parts.ts';
import {partOnMysql} from '../make/split-online.ts';
import type {Applied} from '../record/recorder.ts';
import type {Effect} from '../sql/effect.ts';
import type {QualifiedName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';
import {NotUnderstood} from '../sql/tokens.ts';
import {byHand, type Literal, notSplit} from './refusals.ts';

/** A migration in parts that a live site does not notice. */
export interface Split {
	/** In their order; none where nothing can be split off. */
	parts: Part[];
	/** What is left for a person to decide. */
	hazards: Hazard[];
}

/**
 * Reads the tables as the database has them when the migration is to run.
 * @throws CommandError `online` where a statement would rewrite or copy a table, `database-unreachable`
 */
export async function split(
	project: Project,
	file: MigrationFile,
	{up, down}: Literal,
	{graph, applied}: {graph: MigrationGraph; applied: Applied},
): Promise<Split> {
	const dialect = dialectOf(project);
	const database = await connectDatabase(project);
	try {
		const before = effectsBefore(file, dialect, {graph, applied});
		const finderAt = () => {
			const finder = new HazardFinder(database);
			for (const effect of before) finder.tables.follow(effect);
			return finder;
		};
		const {tables} = finderAt();
		const whole = {up, down: down ?? []};
		const parts = isMysqlFamily(dialect)
			? [await partOnMysql(dialect, whole, storedIn(tables))]
			: partsOf(file, whole, await tablesIn(tables, before, up));
		const isChanged = parts.length > 1 || textOf(parts[0]?.up ?? []) !== textOf(up);
		const hazards = (await finderAt().find(up)).filter(({isSplit}) => !isSplit);
		return {parts: isChanged ? parts : [], hazards};
	} finally {
		await database?.close();
	}
}

/** @throws CommandError `not-split` for a statement that cannot be read */
function partsOf(
	{id}: MigrationFile,
	{up, down}: Pick<Part, 'up' | 'down'>,
	before: Before,
): Part[] {
	try {
		return onlineParts(up, down, before);
	} catch (error) {
		if (!(error instanceof NotUnderstood)) throw error;
		throw notSplit(`A statement of ${id} is not understood.`, byHand);
	}
}

/** What the unapplied migrations before it do, as far as it is known. */
function effectsBefore(
	file: MigrationFile,
	dialect: Dialect,
	{graph, applied}: {graph: MigrationGraph; applied: Applied},
): Effect[] {
	const before = graph.withAncestors(file.dependencies);
	return graph.order
		.filter(({id, backfill}) => before.has(id) && !applied.has(id) && !backfill)
		.flatMap(one => previewOf(one, 'forwards', dialect).sql)
		.flatMap(sql => effectsOf(sql, dialect));
}

/** A table that is not there yet is empty when the migration runs. */
async function tablesIn(tables: Tables, before: Effect[], up: string[]): Promise<Before> {
	const known = new Map<QualifiedName, ExistingColumns>();
	const checked = new Set<string>();
	const checks = new NotNullChecks(tables);
	for (const effect of before) await checks.follow(effect);
	for (const effect of up.flatMap(sql => effectsOf(sql, 'postgresql'))) {
		await checks.follow(effect);
		if (!('table' in effect)) continue;
		const {table} = effect;
		if (!known.has(table)) known.set(table, await tables.columnsOf(table));
		const isChecked = effect.kind === 'set-not-null' && (await checks.has(table, effect.column));
		if (isChecked) checked.add(`${table}.${effect.column}`);
	}
	return {
		has: table => (known.get(table)?.size ?? 0) > 0,
		typeOf: (table, column) => known.get(table)?.get(column)?.type,
		isChecked: (table, column) => checked.has(`${table}.${column}`),
	};
}

function storedIn(tables: Tables): StoredTables {
	return new StoredTables(table => storedTable(table, tables));
}

/** So that equal statements are equal, however they are spaced and ended. */
function textOf(statements: string[]): string {
	return statements.map(sql => sql.replace(/\s+/g, ' ').replace(/ ?;? ?$/, '')).join(';');
}
