import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {quoteName} from '../record/recorder.ts';
import type {DefaultQuestion} from './questioner.ts';

export type CountRows = (question: DefaultQuestion) => Promise<number | undefined>;

/**
 * Counts what a question is about, in the database as it is now.
 * @returns undefined where it cannot be told: migrations are made without a database as well
 */
export function rowsConcerned(project: Project): CountRows {
	return async ({table, column, reason}) => {
		try {
			const database = await connectDatabase(project);
			if (!database) return undefined;
			try {
				const quote = (name: string) => quoteName(name, database.dialect);
				const where = reason === 'null' ? ` where ${quote(column)} is null` : '';
				const [row] = await database.query(`select count(*) as count from ${quote(table)}${where}`);
				return Number(row!.count);
			} finally {
				await database.close();
			}
		} catch {
			return undefined;
		}
	};
}
