import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {Tables} from '../hazards/tables/tables.ts';

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
