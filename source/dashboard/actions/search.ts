import {LinePrompt, type LinePromptOptions} from '../dialogs/line-prompt.ts';
import {keyOf} from '../input/key-names.ts';
import {searchHint} from '../log/log-search.ts';
import type {ActionContext, Ungrouped} from './action.ts';

const inBoth = {panes: ['migrations', 'log']} satisfies Partial<Ungrouped>;

/** They search the text of the log, or the names in the tree. */
export const searchActions: Ungrouped[] = [
	{
		...inBoth,
		id: 'search',
		keys: ['/'],
		label: 'search',
		short: 'search',
		disabledBecause: context =>
			!isInLog(context) && !context.tree.selected() && 'There are no migrations to search.',
		run: search,
	},
	{
		...inBoth,
		id: 'next-match',
		keys: ['n'],
		label: 'next match',
		disabledBecause: hasNoSearch,
		run: context => findMatch(context, 1),
	},
	{
		...inBoth,
		id: 'previous-match',
		keys: ['N'],
		label: 'previous match',
		disabledBecause: hasNoSearch,
		run: context => findMatch(context, -1),
	},
];

function isInLog({session}: ActionContext): boolean {
	return session.view.snapshot().focus === 'log';
}

function hasNoSearch(context: ActionContext): string | false {
	const {log, wanted} = context.session.view.snapshot();
	const searched = isInLog(context) ? log.search : wanted;
	return searched === '' && `No search yet: press ${keyOf('search')} to search.`;
}

function findMatch(context: ActionContext, step: 1 | -1): void {
	const found = isInLog(context) ? context.logPane.search.find(step) : context.tree.find(step);
	if (!found) context.session.toast('warning', 'No more matches.');
}

function search(context: ActionContext): void {
	const prompt = isInLog(context) ? context.logPane.search.prompt('search') : promptInTree(context);
	new LinePrompt(context.session, prompt).open();
}

function promptInTree({session: {view}, tree}: ActionContext): LinePromptOptions {
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
