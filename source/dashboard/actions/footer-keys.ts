import {isBlocked} from '../state/blocking-problems.ts';
import type {ActionContext} from './action.ts';
import {type Action, isFor, whyDisabled} from './action.ts';

/** A key that works at the moment, and what it does in one or two words. */
export interface FooterKey {
	/** The action's. */
	id: string;
	key: string;
	does: string;
}

/** What a problem is mended with, where it takes the tree's place, and where it does not. */
const mending = ['edit', 'reread'];
const goingOn = ['migrate'];

/** The first is the last to go where there is little room: what mends, then what the focused pane has. */
export function footerKeys(context: ActionContext): FooterKey[] {
	const first = firstOf(context);
	const {focus} = context.session.view.snapshot();
	const isOwn = ({panes, group}: Action) =>
		panes !== undefined || (focus === 'server' && group === 'Server');
	const rank = (action: Action) => (first.includes(action.id) ? 0 : isOwn(action) ? 1 : 2);
	return context.actions
		.filter(action => isFor(focus, action) && !whyDisabled(context, action))
		.toSorted((one, other) => rank(one) - rank(other))
		.flatMap(({id, keys: [key], short}) => {
			const does = typeof short === 'function' ? short(context) : short;
			return key !== undefined && does ? [{id, key, does}] : [];
		});
}

function firstOf({session: {project, problems}}: ActionContext): string[] {
	if (!project || problems.length === 0) return [];
	return isBlocked(project) ? mending : goingOn;
}
