import {connectDatabase} from '../project/database.ts';
import type {Project} from '../project/open.ts';
import type {Event} from '../runs/events.ts';
import {quoteName, recorderTable} from './recorder.ts';

/** Takes what is recorded, but whose file is gone, out of the record; nothing else is touched. */
export async function* prune(project: Project, ids: string[]): AsyncGenerator<Event> {
	const database = (await connectDatabase(project))!;
	try {
		const table = quoteName(recorderTable(project), database.dialect);
		for (const id of ids) {
			await database.query(`delete from ${table} where name = ?`, [id]);
			yield {type: 'log', level: 'info', text: `  Pruning ${id} OK`};
		}
	} finally {
		await database.close();
	}
}
