import type {Query} from '../../project/database/database.ts';
import {type Dialect, isMysqlFamily} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {Tables} from '../hazards/tables.ts';

/**
 * Counts for as long as a plan does.
 * @param sql selects `count`
 * @returns null where the rows could not be counted
 */
export async function countRows(project: Project, sql: string): Promise<number | null> {
	const database = await connectDatabase(project);
	try {
		const count = await new Tables(database).countOf('', {before: sql, after: ''}, '');
		return typeof count === 'number' ? count : null;
	} finally {
		await database?.close();
	}
}

/**
 * As the server's statistics have it, which costs nothing.
 * @param table quoted
 * @returns undefined where there are none
 */
export async function estimatedRows(
	query: Query,
	dialect: Dialect,
	table: string,
	{schema, name}: {schema?: string; name: string},
): Promise<number | undefined> {
	if (dialect === 'sqlite') return undefined;
	const [row] = isMysqlFamily(dialect)
		? await query(
				'select table_rows as estimate from information_schema.tables where table_schema = coalesce(?, database()) and table_name = ?',
				[schema ?? null, name],
			)
		: await query('select reltuples as estimate from pg_class where oid = to_regclass(?)', [table]);
	const rows = Number(row?.estimate ?? 0);
	return rows > 0 ? rows : undefined;
}
