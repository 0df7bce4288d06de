import {connectDatabase} from '../project/open/connect-database.ts';
import {type CheckSite, findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';
import {placeInSettings} from './finding/place-in-settings.ts';

/** Whether the database is reachable. The first migrate creates a missing SQLite file. */
export async function* checkDatabase({project}: CheckSite): AsyncGenerator<Finding> {
	try {
		await (await connectDatabase(project))?.close();
	} catch (error) {
		yield {...findingOf('database.E001', error), ...placeInSettings(project, 'database')};
	}
}
