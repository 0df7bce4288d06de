import {stateUnreadable} from '../../runs/unreadable-state.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import {hindrance} from '../state/blocking-problems.ts';

/** As `isBroken`; but migrations are made from the files alone, and a database may be away. */
export function areFilesBroken(dashboard: Dashboard): string | false {
	const away = dashboard.problems.every(({code}) => code === 'database-unreachable');
	return away && dashboard.problems.length > 0 ? false : isBroken(dashboard);
}

/** Why what needs project and database cannot be done: a sentence, or false. */
export function isBroken(dashboard: Dashboard): string | false {
	if (!dashboard.status.snapshot().status) return 'The project is still being read.';
	const problem = hindrance(dashboard.problems);
	if (!problem) return false;
	if (problem.code === 'database-unreachable') return 'The database cannot be reached.';
	// A run writes its journal there.
	if (problem.code === stateUnreadable) return problem.message;
	return 'The project has to be mended first.';
}

/** Why what needs a selected migration cannot be done: a sentence, or false. */
export function isNoMigration(dashboard: Dashboard): string | false {
	return dashboard.tree.selected()?.migration === undefined && 'Select a migration first.';
}
