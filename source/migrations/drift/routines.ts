import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {TableName} from '../schema/table-key.ts';
import {type Ask, canMake, rolledBack} from './stored-expressions.ts';

/**
 * Gives functions and procedures in MySQL or MariaDB the words of the migrations where they are the same:
 * the server has words of its own for types, and unescapes texts in a body that it lists.
 * @param database the schema that is in the database, with its routines
 */
export async function inOurWords(database: any, expected: any, orm: MikroOrm): Promise<void> {
	if (!isMysqlFamily(orm.driverName)) return;
	for (const to of expected.getRoutines?.() ?? []) {
		const from = database.getRoutines().find(isNamed(to.name));
		if (from?.type === to.type) await rolledBack(orm, ask => putInOurWords(from, to, orm, ask));
	}
}

function isNamed(name: string): (routine: TableName) => boolean {
	return routine => routine.name.toLowerCase() === name.toLowerCase();
}

async function putInOurWords(from: any, to: any, orm: MikroOrm, ask: Ask): Promise<void> {
	const [shown] = await ask(`show create ${from.type} ${orm.quote(from.name)}`);
	const create: string | null =
		shown[`Create ${from.type === 'function' ? 'Function' : 'Procedure'}`];
	// SQL of a person's own has the body at its end, which the server keeps as it was told.
	const isSame = to.expression
		? create && to.expression.replace(/[;\s]+$/, '').endsWith(create.slice(-from.body.length))
		: create?.endsWith(`\n${orm.routineBody(to)}`);
	// Nobody sees it without being allowed to.
	from.body = isSame || create === null ? to.body : create;
	if (to.expression && !isSame) to.expression = undefined;
	const [ours, theirs] = [to, from].map(({params, returns}) => [
		...params,
		...(returns ? [returns] : []),
	]);
	const types = await wordsFor(
		ours!.map(({type}) => type),
		ask,
	);
	for (const [index, part] of theirs!.entries()) {
		if (types === undefined || part.type === types[index]) part.type = ours![index]?.type;
	}
}

/** The server's words for types, as a temporary table has them. */
async function wordsFor(types: string[], ask: Ask): Promise<string[] | undefined> {
	if (types.length === 0) return [];
	await ask('drop temporary table if exists quarterdeck_probe');
	const columns = types.map((type, index) => `p${index} ${type}`).join(', ');
	if (!(await canMake(`create temporary table quarterdeck_probe (${columns})`, ask)))
		return undefined;
	const rows = await ask('show columns from quarterdeck_probe');
	await ask('drop temporary table quarterdeck_probe');
	return rows.map(({Type}) => Type);
}

/**
 * The functions and procedures that are other ones in the database than in the migrations.
 * @param routines of the migrations
 * @param difference from the database to the migrations, as MikroORM's comparator gives it
 */
export async function differentRoutines(
	routines: any[],
	{changedRoutines, newRoutines}: any,
	orm: MikroOrm,
): Promise<TableName[]> {
	const changed = Object.values<any>(changedRoutines).map(({to}) => to);
	if (orm.driverName !== 'postgresql' || orm.ignoresRoutines) return changed;
	const missing = Object.values<any>(newRoutines);
	const different: any[] = [];
	for (const routine of routines) {
		if (missing.includes(routine)) continue;
		const isDifferent = routine.ignoreSchemaChanges?.length
			? changed.includes(routine)
			: await isDifferentInPostgresql(routine, orm);
		if (isDifferent) different.push(routine);
	}
	return different;
}

/** Makes it as a temporary one, which other connections do not see, and compares the definitions. */
async function isDifferentInPostgresql(routine: any, orm: MikroOrm): Promise<boolean> {
	return rolledBack(orm, async ask => {
		await ask(
			`select set_config('search_path', concat_ws(', ', 'pg_temp', nullif(current_setting('search_path'), '')), true),
			set_config('check_function_bodies', 'off', true)`,
		);
		const inDatabase = () =>
			definitions(routine, '?::regnamespace', [orm.quote(routine.schema)], ask);
		const actual = await inDatabase();
		if (!(await canMake(orm.temporaryRoutine(routine), ask))) return false;
		const made = await definitions(routine, 'pg_my_temp_schema()', [], ask);
		// SQL of a person's own may name the schema.
		const expected = made.length > 0 ? made : await inDatabase();
		return !expected.every(one => actual.includes(one));
	});
}

/** Of all that have the name, without the schema. */
async function definitions(
	{name}: TableName,
	schema: string,
	parameters: string[],
	ask: Ask,
): Promise<string[]> {
	const rows = await ask(
		`select regexp_replace(pg_get_functiondef(oid),
			'^(CREATE OR REPLACE [A-Z]+ )("([^"]|"")*"|[^".]*)\\.', '\\1') as text
		from pg_proc where pronamespace = ${schema} and proname = ? and prokind in ('f', 'p', 'w')`,
		[...parameters, name],
	);
	return rows.map(({text}) => text);
}
