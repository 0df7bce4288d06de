import {offersOf} from '../copy/offers.ts';
import {paneNames} from '../drawing/layout.ts';
import {shownRun} from '../migrate/own-run.ts';
import {RunDialog} from '../migrate/run-dialog.ts';
import {SuperuserDialog} from '../superuser/dialog.ts';
import type {Action} from './action.ts';
import {isBroken} from './reasons.ts';

export const projectActions: Action[] = [
	{
		id: 'createsuperuser',
		keys: ['u'],
		label: 'create a superuser (form)',
		short: 'superuser',
		command: 'createsuperuser',
		group: 'Project',
		writes: true,
		disabledBecause: isBroken,
		run: dashboard =>
			dashboard.withConsent('Create a superuser', () =>
				dashboard.openDialog(new SuperuserDialog(dashboard)),
			),
	},
	{
		id: 'shell',
		keys: ['i'],
		label: 'project shell',
		short: 'shell',
		command: 'shell',
		group: 'Project',
		writes: true,
		disabledBecause: isBroken,
		run: dashboard =>
			dashboard.withConsent('Open a shell', () => dashboard.foreground.runCommand(['shell'])),
	},
	{
		id: 'edit',
		keys: ['e'],
		label: '$EDITOR at the line',
		short: 'edit',
		group: 'Project',
		disabledBecause: dashboard => !dashboard.files.toEdit() && 'No file to open here.',
		run: dashboard => dashboard.files.edit(),
	},
	{
		id: 'pager',
		keys: ['o'],
		label: '$PAGER on the log, or on the selected file',
		short: 'pager',
		group: 'Project',
		disabledBecause: dashboard => !dashboard.files.toRead() && 'No file to read here.',
		run: dashboard => dashboard.files.page(),
	},
	{
		id: 'copy',
		keys: ['c'],
		label: 'copy menu (OSC 52 first under SSH, else a file)',
		short: 'copy',
		group: 'Project',
		panes: [...paneNames],
		disabledBecause: dashboard => offersOf(dashboard).length === 0 && 'Nothing to copy here.',
		run: dashboard => dashboard.copying.open(),
	},
	{
		id: 'save',
		keys: ['>'],
		label: 'save what the pane shows to a file',
		short: 'save',
		group: 'Project',
		run: dashboard => dashboard.files.save(),
	},
	{
		id: 'open-activity',
		keys: ['Enter'],
		label: 'open: what a run did, or is doing',
		short: 'open',
		group: 'Activity',
		panes: ['activity'],
		disabledBecause: dashboard => !dashboard.activities.selected() && 'Nothing was done yet.',
		run: dashboard =>
			dashboard.openDialog(
				new RunDialog(dashboard, shownRun(dashboard, dashboard.activities.selected()!)),
			),
	},
	{
		id: 'reread',
		keys: ['R'],
		label: 'reread all',
		short: 'reread',
		group: 'Project',
		command: 'status',
		run: dashboard => dashboard.reread(),
	},
];
