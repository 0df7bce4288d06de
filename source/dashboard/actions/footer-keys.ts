import {isFailure} from '../../runs/project-status.ts';
import type {ActionContext} from './action.ts';
import {type Action, isFor, whyDisabled} from './action.ts';

export interface FooterKey {
	id: string;
	key: string;
	does: string;
}

const fixes = ['edit', 'reread'];
const goingOn = ['migrate'];

/** Most important first, because the last are dropped when space is short: keys that fix a problem, then those of the focused pane. */
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

function firstOf({session}: ActionContext): string[] {
	const problems = session.problems.filter(isFailure);
	if (!session.project || problems.length === 0) return [];
	return problems.some(({hinders}) => hinders) ? fixes : goingOn;
}
