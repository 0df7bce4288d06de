import {type Dialect, dialectOf} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {blockerText} from '../../runs/event-texts.ts';
import {type Event, log, type PlanStep} from '../../runs/events.ts';
import {partsOfName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';
import {sessionsOf} from './sessions.ts';

/**
 * Warns of long transactions, dumps and vacuums that use the tables of a plan: its statements will wait for them.
 * Where the database does not say it, nothing is yielded.
 */
export async function* longUsers(project: Project, steps: PlanStep[]): AsyncGenerator<Event> {
	const {driver} = project.settings.database;
	const sessions = await sessionsOf(driver);
	const tables = tablesIn(steps, dialectOf(project));
	if (!sessions || tables.length === 0) return;
	const database = (await connectDatabase(project))!;
	try {
		const users = await sessions.longUsers(database.query, tables);
		for (const user of users) {
			yield log.warning(`  Migrations will wait for a long transaction: ${blockerText(user)}`);
		}
	} catch {
		// Who waits is seen when it happens.
	} finally {
		await database.close();
	}
}

/** @returns names with their schema, if they have one, and without quotes */
function tablesIn(steps: PlanStep[], dialect: Dialect): string[][] {
	const names = new Map<string, string[]>();
	for (const sql of steps.flatMap(({sql = []}) => sql)) {
		for (const effect of effectsOf(sql, dialect)) {
			const named =
				'table' in effect ? [effect.table] : effect.kind === 'not-understood' ? effect.names : [];
			for (const name of named) {
				const {schema, own} = partsOfName(name);
				names.set(name, schema === undefined ? [own] : [schema, own]);
			}
		}
	}
	return [...names.values()];
}
