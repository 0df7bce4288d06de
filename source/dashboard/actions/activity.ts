import {shownRun} from '../migrate/own-run.ts';
import {RunDialog} from '../migrate/run-dialog.ts';
import type {Ungrouped} from './action.ts';

const inActivity = {panes: ['activity']} satisfies Partial<Ungrouped>;

export const activityActions: Ungrouped[] = [
	{
		...inActivity,
		id: 'open-activity',
		keys: ['Enter'],
		label: 'open: what a run did or is doing',
		short: 'open',
		disabledBecause: ({session: {activities}}) =>
			!activities.selected() &&
			(activities.all.length > 0 ? 'There is nothing to open.' : 'Nothing has run yet.'),
		run: ({session}) =>
			new RunDialog(session, shownRun(session, session.activities.selected()!)).open(),
	},
	{
		...inActivity,
		id: 'failed-only',
		keys: ['v'],
		label: 'show only failed runs on / off',
		short: ({session}) =>
			session.view.snapshot().activity.onlyFailed ? 'all runs' : 'failed only',
		run({session: {view, activities}}) {
			activities.see({onlyFailed: !view.snapshot().activity.onlyFailed});
		},
	},
];
