import {OperatorsDialog} from '../dialogs/operators.ts';
import type {Action, ActionContext} from './action.ts';
import {HelpDialog} from './help.ts';
import {PaletteDialog} from './palette.ts';

export const dashboardActions: Action[] = [
	{
		id: 'redraw',
		keys: ['^L'],
		label: 'redraw',
		group: 'Dashboard',
		run: ({session}) => session.terminal.redraw(),
	},
	{
		id: 'palette',
		keys: [':'],
		label: 'palette: commands and whole command lines',
		short: 'commands',
		group: 'Dashboard',
		run: context => context.session.openDialog(new PaletteDialog(context)),
	},
	{
		id: 'help',
		keys: ['?'],
		label: 'help for the focused pane, / filters it',
		short: 'help',
		group: 'Dashboard',
		run: context =>
			context.session.openDialog(new HelpDialog(context, context.session.view.snapshot().focus)),
	},
	{
		id: 'operators',
		keys: [],
		label: 'who else is connected',
		group: 'Dashboard',
		run: context => context.session.openDialog(new OperatorsDialog(context.session)),
	},
	{
		id: 'leave',
		keys: ['d'],
		label: 'leave; server and runs go on',
		short: 'leave',
		group: 'Dashboard',
		run: ({session}) => session.terminal.leave(),
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
		run: ({session}) => session.terminal.suspend(),
	},
	{
		id: 'interrupt',
		keys: ['^C'],
		label: 'cancel or quit; press twice to quit at once',
		group: 'Dashboard',
		run: ({leaving}) => leaving.interrupt(),
	},
	{
		id: 'back',
		keys: ['Esc'],
		label: 'one step back, never quits',
		group: 'Dashboard',
		run: stepBack,
	},
];

/** Esc outside a dialog undoes the view's modes one by one; it never quits. */
function stepBack({session: {view}, logPane}: ActionContext): void {
	const {zoomed, toast} = view.snapshot();
	if (toast) view.change({toast: undefined});
	else if (zoomed) view.change({zoomed: false});
	else logPane.stepBack();
}
