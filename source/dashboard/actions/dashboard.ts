import {OperatorsDialog} from '../dialogs/operators.ts';
import type {Action} from './action.ts';
import {HelpDialog} from './help.ts';
import {PaletteDialog} from './palette.ts';

export const dashboardActions: Action[] = [
	{
		id: 'redraw',
		keys: ['^L'],
		label: 'redraw',
		group: 'Dashboard',
		run: dashboard => dashboard.redraw(),
	},
	{
		id: 'palette',
		keys: [':'],
		label: 'palette: commands and command lines',
		short: 'commands',
		group: 'Dashboard',
		run: dashboard => dashboard.openDialog(new PaletteDialog(dashboard)),
	},
	{
		id: 'help',
		keys: ['?'],
		label: 'help for the focused pane, / filters it',
		short: 'help',
		group: 'Dashboard',
		run: dashboard =>
			dashboard.openDialog(new HelpDialog(dashboard, dashboard.view.snapshot().focus)),
	},
	{
		id: 'operators',
		keys: [],
		label: 'who else is here',
		group: 'Dashboard',
		run: dashboard => dashboard.openDialog(new OperatorsDialog(dashboard)),
	},
	{
		id: 'leave',
		keys: ['d'],
		label: 'leave; server and runs go on',
		short: 'leave',
		group: 'Dashboard',
		run: ({leaving}) => leaving.now(),
	},
	{
		id: 'quit',
		keys: ['q'],
		label: 'quit; asks if something runs',
		short: 'quit',
		group: 'Dashboard',
		run: ({leaving}) => leaving.quit(),
	},
	{
		id: 'suspend',
		keys: ['^Z'],
		label: 'suspend to the shell',
		group: 'Dashboard',
		run: dashboard => dashboard.suspendToShell(),
	},
	{
		id: 'interrupt',
		keys: ['^C'],
		label: 'cancel, or quit; twice quits at once',
		group: 'Dashboard',
		run: ({leaving}) => leaving.interrupt(),
	},
	{
		id: 'back',
		keys: ['Esc'],
		label: 'one step back, never quits',
		group: 'Dashboard',
		run: dashboard => dashboard.stepBack(),
	},
];
