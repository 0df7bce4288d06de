import {OperatorsDialog} from '../dialogs/operators.ts';
import type {ActionContext, Ungrouped} from './action.ts';
import {HelpDialog} from './help.ts';
import {PaletteDialog} from './palette.ts';

export const dashboardActions: Ungrouped[] = [
	{
		id: 'redraw',
		keys: ['^L'],
		label: 'redraw',
		run: ({session}) => session.terminal.redraw(),
	},
	{
		id: 'palette',
		keys: [':'],
		label: 'palette: commands and whole command lines',
		short: 'commands',
		run: context => new PaletteDialog(context).open(),
	},
	{
		id: 'help',
		keys: ['?'],
		label: 'help for the focused pane, / filters it',
		short: 'help',
		run: context => new HelpDialog(context).open(),
	},
	{
		id: 'operators',
		keys: [],
		label: 'who else is connected',
		run: ({session}) => new OperatorsDialog(session).open(),
	},
	{
		id: 'leave',
		keys: ['d'],
		label: 'leave; server and runs go on',
		short: 'leave',
		run: ({session}) => session.terminal.leave(),
	},
	{
		id: 'quit',
		keys: ['q'],
		label: 'quit; asks if something runs',
		short: 'quit',
		run: ({leaving}) => leaving.quit(),
	},
	{
		id: 'suspend',
		keys: ['^Z'],
		label: 'suspend to the shell',
		run: ({session}) => session.terminal.suspend(),
	},
	{
		id: 'interrupt',
		keys: ['^C'],
		label: 'cancel or quit; press twice to quit at once',
		run: ({leaving}) => leaving.interrupt(),
	},
	{
		id: 'back',
		keys: ['Esc'],
		label: 'one step back, never quits',
		run: stepBack,
	},
];

/** Esc outside a dialog undoes the modes of the view one by one; it never quits. */
function stepBack({session: {view, activities}, logPane}: ActionContext): void {
	const {zoomed, toast, focus} = view.snapshot();
	if (toast) view.change({toast: undefined});
	else if (zoomed) view.change({zoomed: false});
	else if (focus !== 'activity' || !activities.stepBack()) logPane.stepBack();
}
