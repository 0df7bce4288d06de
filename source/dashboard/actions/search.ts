import {LinePrompt, type LinePromptOptions} from '../dialogs/line-prompt.ts';
import {keyOf} from '../input/key-names.ts';
import {searchHint} from '../log/log-search.ts';
import {matchCount} from '../state/activity-list.ts';
import type {ActionContext, Ungrouped} from './action.ts';

const inThem = {panes: ['migrations', 'log', 'activity']} satisfies Partial<Ungrouped>;

/** They search the text of the log, the names in the tree, or the command lines and summaries of runs. */
export const searchActions: Ungrouped[] = [
	{
		...inThem,
		id: 'search',
		keys: ['/'],
		label: 'search',
		short: 'search',
		disabledBecause: context => searchedIn(context).nothing,
		run: context => new LinePrompt(context.session, searchedIn(context).prompt()).open(),
	},
	{
		...inThem,
		id: 'next-match',
		keys: ['n'],
		label: 'next match',
		disabledBecause: hasNoSearch,
		run: context => findMatch(context, 1),
	},
	{
		...inThem,
		id: 'previous-match',
		keys: ['N'],
		label: 'previous match',
		disabledBecause: hasNoSearch,
		run: context => findMatch(context, -1),
	},
];

/** What is searched: the pane that has the focus. */
interface Searched {
	wanted: string;
	/** Why nothing can be searched. */
	nothing: string | false;
	find(step: 1 | -1): boolean;
	prompt(): LinePromptOptions;
}

function searchedIn(context: ActionContext): Searched {
	const {focus} = context.session.view.snapshot();
	if (focus === 'log') return log(context);
	return focus === 'activity' ? activity(context) : tree(context);
}

function log({session, logPane: {search}}: ActionContext): Searched {
	return {
		wanted: session.view.snapshot().log.search,
		nothing: false,
		find: step => search.find(step),
		prompt: () => search.prompt('search'),
	};
}

function tree({session: {view}, tree}: ActionContext): Searched {
	const onChange = (wanted: string) => {
		view.change({wanted});
		tree.find(0);
	};
	return {
		wanted: view.snapshot().wanted,
		nothing: !tree.selected() && 'There are no migrations to search.',
		find: step => tree.find(step),
		prompt: () => ({sign: '/', value: '', hint: searchHint, onChange}),
	};
}

function activity({session: {view, activities}}: ActionContext): Searched {
	const {search: wanted} = view.snapshot().activity;
	const hint = () => {
		if (view.snapshot().activity.search === '') return searchHint();
		const count = matchCount(activities.shown, view.snapshot());
		return [`${count}  ${searchHint()}`, count];
	};
	const onChange = (search: string) => {
		activities.see({search});
		if (search !== '') activities.find(0);
	};
	return {
		wanted,
		nothing: activities.shown.length === 0 && 'There are no runs to search.',
		find: step => activities.find(step),
		prompt: () => ({sign: '/', value: wanted, hint, onChange}),
	};
}

function hasNoSearch(context: ActionContext): string | false {
	const isMissing = searchedIn(context).wanted === '';
	return isMissing && `No search yet: press ${keyOf('search')} to search.`;
}

function findMatch(context: ActionContext, step: 1 | -1): void {
	if (!searchedIn(context).find(step)) context.session.toast('warning', 'No more matches.');
}
