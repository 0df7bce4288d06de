import type {Dashboard} from '../screen/dashboard.ts';
import type {Action} from './action.ts';

const move = (id: string, label: string, keys: string[], by: (page: number) => number): Action => ({
	id,
	keys,
	label,
	group: 'Panes',
	run: dashboard => dashboard.move(by(dashboard.page)),
});

export const paneActions: Action[] = [
	{
		id: 'next-pane',
		keys: ['Tab'],
		label: 'next pane',
		short: 'pane',
		group: 'Panes',
		run: dashboard => dashboard.focusNext(1),
	},
	{
		id: 'previous-pane',
		keys: ['S-Tab'],
		label: 'previous pane',
		group: 'Panes',
		run: dashboard => dashboard.focusNext(-1),
	},
	{
		id: 'pane',
		keys: ['1', '2', '3', '4'],
		label: 'go to a pane',
		group: 'Panes',
		run: (dashboard, key) => dashboard.focusNumber(keysOfPanes(dashboard).indexOf(key) + 1),
	},
	{
		id: 'zoom',
		keys: ['z'],
		label: 'zoom the pane, without borders',
		short: 'zoom',
		group: 'Panes',
		run: dashboard => dashboard.toggleZoom(),
	},
	move('down', 'down', ['j', 'Down'], () => 1),
	move('up', 'up', ['k', 'Up'], () => -1),
	move('top', 'top', ['g', 'Home'], () => Number.NEGATIVE_INFINITY),
	move('bottom', 'bottom', ['G', 'End'], () => Number.POSITIVE_INFINITY),
	move('page-down', 'page down', ['PgDn'], page => page),
	move('page-up', 'page up', ['PgUp'], page => -page),
	move('half-page-down', 'half a page down', ['^D'], page => page >> 1),
	move('half-page-up', 'half a page up', ['^U'], page => -(page >> 1)),
];

/** The first of them is the first pane's, whatever keys the operator chose. */
function keysOfPanes({actions}: Dashboard): string[] {
	return actions.find(({id}) => id === 'pane')!.keys;
}
