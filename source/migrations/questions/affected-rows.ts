import {quoteName} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {DefaultQuestion} from './questioner.ts';

export type CountRows = (question: DefaultQuestion) => Promise<number | undefined>;

/**
 * Counts the rows that a question is about, in the database as it is now.
 * @returns undefined if that is not possible: migrations can be made without a database
 */
export function affectedRows(project: Project): CountRows {
	return async ({table, column, reason}) => {
		const database = await connectDatabase(project).catch(() => undefined);
		if (!database) return undefined;
		try {
			const quote = (name: string) => quoteName(name, database.dialect);
			const where = reason === 'null' ? ` where ${quote(column)} is null` : '';
			const [row] = await database.query(`select count(*) as count from ${quote(table)}${where}`);
			return Number(row!.count);
		} catch {
			return undefined;
		} finally {
			await database.close();
		}
	};
}
