import {LinePrompt, type LinePromptOptions} from '../dialogs/line-prompt.ts';
import {keyOf} from '../input/key-names.ts';
import {searchHint} from '../log/log-search.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import type {Action} from './action.ts';

const inBoth = {group: 'Panes', panes: ['migrations', 'log']} satisfies Partial<Action>;

/** In the log for a text, in the tree for a name. */
export const searchActions: Action[] = [
	{
		...inBoth,
		id: 'search',
		keys: ['/'],
		label: 'search',
		short: 'search',
		disabledBecause: dashboard =>
			!isInLog(dashboard) && !dashboard.tree.selected() && 'There are no migrations to search.',
		run: search,
	},
	{
		...inBoth,
		id: 'next-match',
		keys: ['n'],
		label: 'next match',
		disabledBecause: hasNoSearch,
		run: dashboard => findMatch(dashboard, 1),
	},
	{
		...inBoth,
		id: 'previous-match',
		keys: ['N'],
		label: 'previous match',
		disabledBecause: hasNoSearch,
		run: dashboard => findMatch(dashboard, -1),
	},
];

function isInLog({view}: Dashboard): boolean {
	return view.snapshot().focus === 'log';
}

function hasNoSearch(dashboard: Dashboard): string | false {
	const {log, wanted} = dashboard.view.snapshot();
	const searched = isInLog(dashboard) ? log.search : wanted;
	return searched === '' && `Nothing is searched for: ${keyOf('search')} does.`;
}

function findMatch(dashboard: Dashboard, step: 1 | -1): void {
	const found = isInLog(dashboard)
		? dashboard.logPane.search.find(step)
		: dashboard.tree.find(step);
	if (!found) dashboard.toast('warning', 'No more matches.');
}

function search(dashboard: Dashboard): void {
	const prompt = isInLog(dashboard)
		? dashboard.logPane.search.prompt('search')
		: promptInTree(dashboard);
	dashboard.openDialog(new LinePrompt(prompt));
}

function promptInTree({view, tree}: Dashboard): LinePromptOptions {
	return {
		sign: '/',
		value: '',
		hint: searchHint,
		onChange(wanted) {
			view.change({wanted});
			tree.find(0);
		},
	};
}
