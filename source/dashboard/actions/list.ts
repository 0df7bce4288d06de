import type {Action, Ungrouped} from './action.ts';
import {activityActions} from './activity.ts';
import {dashboardActions} from './dashboard.ts';
import {logActions} from './log.ts';
import {migrationActions} from './migrations.ts';
import {movementActions, paneActions} from './panes.ts';
import {projectActions} from './project.ts';
import {searchActions} from './search.ts';
import {serverActions} from './server.ts';

/** Every action once, with its default keys. */
export const actions: Action[] = [
	...inGroup('Migrations', migrationActions),
	...inGroup('Server', serverActions),
	...inGroup('Panes', searchActions),
	...inGroup('Log', logActions),
	...inGroup('Activity', activityActions),
	...inGroup('Project', projectActions),
	...inGroup('Panes', paneActions),
	...inGroup('Dashboard', dashboardActions),
	...inGroup('Movement', movementActions),
];

function inGroup(group: Action['group'], actions: Ungrouped[]): Action[] {
	return actions.map(action => ({group, ...action}));
}
