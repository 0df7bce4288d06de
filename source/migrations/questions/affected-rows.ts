import {quoteName} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {DefaultQuestion} from './questioner.ts';

export interface AffectedRows {
	/** How many rows exist, or have NULL. */
	rows: number;
	/** Whether the table has none at all. */
	isEmpty: boolean;
}

export type CountRows = (question: DefaultQuestion) => Promise<AffectedRows | undefined>;

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
			const rows = reason === 'null' ? `count(*) - count(${quote(column)})` : 'count(*)';
			const sql = `select count(*) as count, ${rows} as concerned from ${quote(table)}`;
			const [row] = await database.query(sql);
			return {rows: Number(row!.concerned), isEmpty: Number(row!.count) === 0};
		} catch {
			return undefined;
		} finally {
			await database.close();
		}
	};
}
