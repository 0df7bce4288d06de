import {connectDatabase} from '../project/open/connect-database.ts';
import type {CheckSite} from './finding/check.ts';
import {findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';
import {placeInSettings} from './finding/place-in-settings.ts';

/** It can be reached. A SQLite file that is not there yet is made by the first migrate. */
export async function* checkDatabase({project}: CheckSite): AsyncGenerator<Finding> {
	try {
		await (await connectDatabase(project))?.close();
	} catch (error) {
		yield {...findingOf('database.E001', error), ...placeInSettings(project, 'database')};
	}
}
