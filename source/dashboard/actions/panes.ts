import {paneNames} from '../drawing/layout.ts';
import type {Action, ActionContext, Ungrouped} from './action.ts';

const move = (id: string, label: string, keys: string[], by: (page: number) => number) => ({
	id,
	keys,
	label,
	run: (context: ActionContext) => moveBy(context, by(pageRows(context))),
});

export const paneActions: Ungrouped[] = [
	{
		id: 'next-pane',
		keys: ['Tab'],
		label: 'next pane',
		short: 'pane',
		run: context => focusNext(context, 1),
	},
	{
		id: 'previous-pane',
		keys: ['S-Tab'],
		label: 'previous pane',
		run: context => focusNext(context, -1),
	},
	{
		id: 'pane',
		keys: ['1', '2', '3', '4'],
		label: 'go to a pane',
		run: ({session, actions}, key) =>
			session.view.change({focus: paneNames[keysOfPanes(actions).indexOf(key)]!}),
	},
	{
		id: 'zoom',
		keys: ['z'],
		label: 'zoom the pane, without borders',
		short: 'zoom',
		run: ({session: {view}}) => view.change({zoomed: !view.snapshot().zoomed}),
	},
];

export const movementActions: Ungrouped[] = [
	move('down', 'down', ['j', 'Down'], () => 1),
	move('up', 'up', ['k', 'Up'], () => -1),
	move('top', 'top', ['g', 'Home'], () => Number.NEGATIVE_INFINITY),
	move('bottom', 'bottom', ['G', 'End'], () => Number.POSITIVE_INFINITY),
	move('page-down', 'page down', ['PgDn'], page => page),
	move('page-up', 'page up', ['PgUp'], page => -page),
	move('half-page-down', 'half a page down', ['^D'], page => page >> 1),
	move('half-page-up', 'half a page up', ['^U'], page => -(page >> 1)),
];

function keysOfPanes(actions: Action[]): string[] {
	return actions.find(({id}) => id === 'pane')!.keys;
}

function focusNext({session: {view}}: ActionContext, step: number): void {
	const index = paneNames.indexOf(view.snapshot().focus);
	view.change({focus: paneNames[(index + step + paneNames.length) % paneNames.length]!});
}

export function pageRows({session, layout}: ActionContext): number {
	const {focus} = session.view.snapshot();
	if (focus === 'log') return session.drawn.log.height;
	const {panes, borderless} = layout;
	const rows = panes[focus]?.rows ?? 10;
	return Math.max(1, borderless ? rows : rows - 2);
}

/** Moves the selection, or scrolls, by rows; infinity goes to an end. */
function moveBy({session, tree, logPane}: ActionContext, step: number): void {
	const {focus} = session.view.snapshot();
	if (focus === 'migrations') tree.select(step);
	else if (focus === 'log') logPane.scroll(step);
	else if (focus === 'activity') session.activities.select(step);
}
