import type {Database} from '../../project/database/database.ts';
import {type Dialect, dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {MigrationFile} from '../files/loader.ts';
import {previewOf} from '../files/preview.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {HazardFinder} from '../hazards/finder.ts';
import type {Hazard} from '../hazards/hazard.ts';
import {storedTable} from '../impact/mysql-catalog.ts';
import {type Before, onlineParts, type Part} from '../make/online-parts.ts';
import {partOnMysql} from '../make/split-online.ts';
import {StoredTables} from '../make/stored-tables.ts';
import type {Applied} from '../record/recorder.ts';
import type {QualifiedName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';

/** A migration in parts that a live site does not notice. */
export interface Split {
	/** In their order; none where nothing can be split off. */
	parts: Part[];
	/** What is left for a person to decide. */
	hazards: Hazard[];
}

/** The statements of a migration that only sends them. */
export interface Literal {
	up: string[];
	/** Undefined if it cannot be unapplied. */
	down: string[] | undefined;
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
		const finder = finderBefore(file, dialect, database, {graph, applied});
		const all = await finderBefore(file, dialect, database, {graph, applied}).find(up);
		const whole = {up, down: down ?? []};
		const parts = isMysqlFamily(dialect)
			? [await partOnMysql(dialect, whole, storedIn(finder))]
			: onlineParts(...[whole.up, whole.down], await tablesIn(finder, up, dialect));
		const isChanged = parts.length > 1 || textOf(parts[0]?.up ?? []) !== textOf(up);
		const hazards = all.filter(({isSplit}) => !isSplit);
		return {parts: isChanged ? parts : [], hazards};
	} finally {
		await database?.close();
	}
}

/** Knows what the unapplied migrations before it do to names. */
function finderBefore(
	file: MigrationFile,
	dialect: Dialect,
	database: Database | undefined,
	{graph, applied}: {graph: MigrationGraph; applied: Applied},
): HazardFinder {
	const finder = new HazardFinder(database);
	const before = graph.withAncestors(file.dependencies);
	const unapplied = graph.order.filter(
		({id, backfill}) => before.has(id) && !applied.has(id) && !backfill,
	);
	for (const one of unapplied) {
		const {sql, source} = previewOf(one, 'forwards', dialect);
		if (source !== undefined) finder.tables.followCode();
		for (const effect of sql.flatMap(text => effectsOf(text, dialect)))
			finder.tables.follow(effect);
	}
	return finder;
}

/** A table that is not there yet is empty when the migration runs. */
async function tablesIn({tables}: HazardFinder, up: string[], dialect: Dialect): Promise<Before> {
	const names = up
		.flatMap(sql => effectsOf(sql, dialect))
		.flatMap(effect => ('table' in effect ? effect.table : []));
	const known = new Map<QualifiedName, Awaited<ReturnType<typeof tables.columnsOf>>>();
	for (const name of new Set(names)) known.set(name, await tables.columnsOf(name));
	return {
		has: table => (known.get(table)?.size ?? 0) > 0,
		typeOf: (table, column) => known.get(table)?.get(column)?.type,
	};
}

function storedIn({tables}: HazardFinder): StoredTables {
	return new StoredTables(table => storedTable(table, tables));
}

/** So that equal statements are equal, however they are spaced and ended. */
function textOf(statements: string[]): string {
	return statements.map(sql => sql.replace(/\s+/g, ' ').replace(/ ?;? ?$/, '')).join(';');
}
