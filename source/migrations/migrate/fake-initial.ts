import {CommandError} from '../../errors/command-error.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {Engine} from '../engine/engine.ts';
import {previewOf} from '../files/preview.ts';
import type {Step} from '../graph/plan.ts';
import {Tables} from '../hazards/tables/tables.ts';
import {type ColumnType, columnType, isSameType} from '../hazards/types/column-type.ts';
import type {Effect} from '../sql/effect.ts';
import {effectsOf} from '../sql/statements.ts';

type CreateTable = Extract<Effect, {kind: 'create-table'}>;

/**
 * Marks the first migrations of apps whose tables all exist, to be recorded only.
 * @throws CommandError `fake-initial` when a table exists and differs from what the migration makes
 */
export async function fakeInitial(
	project: Project,
	engine: Engine,
	steps: Step[],
): Promise<Step[]> {
	const database = await connectDatabase(project);
	if (!database) return steps;
	try {
		const tables = new Tables(database);
		const marked: Step[] = [];
		for (const step of steps) {
			marked.push((await exists(tables, engine, step)) ? {...step, fake: true} : step);
		}
		return marked;
	} finally {
		await database.close();
	}
}

/** Whether all tables of a first migration exist, each with all of its columns. */
async function exists(tables: Tables, engine: Engine, step: Step): Promise<boolean> {
	if (!isInitial(step)) return false;
	const {sql} = previewOf(step.file, step.direction, engine.driverName);
	const made = sql
		.flatMap(one => effectsOf(one, engine.driverName))
		.filter(effect => effect.kind === 'create-table');
	const differences: string[] = [];
	let found = 0;
	for (const table of made) {
		const existing = await tables.columnsOf(table.table);
		if (existing.size > 0) found++;
		differences.push(...differencesOf(table, existing, tables.dialect!));
	}
	if (found > 0 && differences.length > 0) throw differs(step, differences);
	return found > 0;
}

/** Whether it is the first one of its app. */
function isInitial({file, direction}: Step): boolean {
	return direction === 'forwards' && !file.dependencies.some(id => id.startsWith(`${file.app}.`));
}

function differencesOf(
	{table, columns}: CreateTable,
	existing: Awaited<ReturnType<Tables['columnsOf']>>,
	dialect: Dialect,
): string[] {
	if (existing.size === 0) return [`${table} is missing`];
	return columns.flatMap(({column, declared}) => {
		const found = existing.get(column);
		if (!found) return [`${table} has no column ${column}`];
		const [is, wanted] = [columnType(found.type, dialect), columnType(declared, dialect)];
		if (!isComparable(is) || !isComparable(wanted) || isSameType(is, wanted)) return [];
		return [`${table}.${column} is ${is.text}, not ${wanted.text}`];
	});
}

/** MariaDB stores json as a text. */
function isComparable({kind}: ColumnType): boolean {
	return kind !== 'other' && kind !== 'json';
}

function differs({file}: Step, differences: string[]): CommandError {
	return new CommandError(
		`The tables of ${file.id} exist, but they differ: ${differences.join('; ')}.`,
		{
			code: 'fake-initial',
			hint: 'Nothing was changed. Change the tables to what the migration makes, or record it as it is with --fake.',
		},
	);
}
