import type {Dashboard} from '../dashboard.ts';

/** What a migrate mends is no reason not to migrate. */
const harmless = ['unfinished-migration'];

/** Migrations are made from the files alone, so a database that is away is no reason not to. */
export function isUnreadable(dashboard: Dashboard): string | false {
	const away = dashboard.problems.every(({code}) => code === 'database-unreachable');
	return away && dashboard.problems.length > 0 ? false : isBroken(dashboard);
}

export function isBroken(dashboard: Dashboard): string | false {
	if (!dashboard.status.snapshot().status) return 'The project is still being read.';
	const problem = dashboard.problems.find(({code}) => !harmless.includes(code));
	if (!problem) return false;
	return problem.code === 'database-unreachable'
		? 'The database cannot be reached.'
		: 'The project has to be mended first.';
}

/** The selection, where it has to be a migration. */
export function isNoMigration(dashboard: Dashboard): string | false {
	return dashboard.tree.selected()?.migration === undefined && 'Select a migration first.';
}
