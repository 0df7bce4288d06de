import {CommandError} from '../../errors/command-error.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {Engine} from '../engine/engine.ts';
import {previewStep} from '../engine/preview.ts';
import type {Step} from '../graph/plan.ts';
import {isSame, kindOf} from '../hazards/column-types.ts';
import type {Act} from '../hazards/effect.ts';
import {actsOf} from '../hazards/statement-effects.ts';
import {Tables} from '../hazards/tables.ts';

type CreateTable = Extract<Act, {kind: 'create-table'}>;

/**
 * Marks the first migrations of apps whose tables are all there already, to be recorded only.
 * @throws CommandError `fake-initial` when a table is there, but is another one than would be made
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
			marked.push((await isThere(tables, engine, step)) ? {...step, fake: true} : step);
		}
		return marked;
	} finally {
		await database.close();
	}
}

/** All of its tables, each with all of its columns. */
async function isThere(tables: Tables, engine: Engine, step: Step): Promise<boolean> {
	if (!isInitial(step)) return false;
	const {sql} = await previewStep(engine, step);
	const made = sql.flatMap(actsOf).filter(act => act.kind === 'create-table');
	const there: CreateTable[] = [];
	for (const act of made) {
		if ((await tables.columnsOf(act.table)).size > 0) there.push(act);
	}
	if (there.length === 0) return false;
	const missing = made.filter(act => !there.includes(act)).map(({table}) => `${table} is missing`);
	const differences = [...missing];
	for (const act of there) differences.push(...(await differencesOf(tables, act)));
	if (differences.length > 0) throw isAnother(step, differences);
	return true;
}

/** The first one of its app. */
function isInitial({file, direction}: Step): boolean {
	return direction === 'forwards' && !file.dependencies.some(id => id.startsWith(`${file.app}.`));
}

async function differencesOf(tables: Tables, {table, columns}: CreateTable): Promise<string[]> {
	const existing = await tables.columnsOf(table);
	return columns.flatMap(({column, type}) => {
		const found = existing.get(column);
		if (!found) return [`${table} has no column ${column}`];
		const isKnown = kindOf(found.type) && kindOf(type);
		return isKnown && !isSame(found.type, type)
			? [`${table}.${column} is ${found.type}, not ${type}`]
			: [];
	});
}

function isAnother({file}: Step, differences: string[]): CommandError {
	return new CommandError(
		`What ${file.id} makes is there, but not the same: ${differences.join('; ')}.`,
		{
			code: 'fake-initial',
			hint: 'Nothing was changed. Bring the tables to what the migration makes, or record it as it is with --fake.',
		},
	);
}
