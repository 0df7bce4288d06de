import {isFailure} from '../../runs/project-status.ts';
import type {ActionContext} from './action.ts';
import {type Action, isFor, whyDisabled} from './action.ts';

export interface FooterKey {
	id: string;
	key: string;
	does: string;
	/** `fix`: it solves a problem; `main`: it matters in every pane; `own`: of the focused pane. */
	rank: (typeof ranks)[number];
}

/** The most important first. */
const ranks = ['fix', 'main', 'own', 'other'] as const;
const fixes = ['edit', 'reread'];
const goingOn = ['migrate'];
const main = ['migrate', 'server', 'createsuperuser', 'next-pane'];

/** Most important first, because the last are dropped when space is short. */
export function footerKeys(context: ActionContext): FooterKey[] {
	const first = firstOf(context);
	const {focus} = context.session.view.snapshot();
	const isOwn = ({panes, group}: Action) =>
		panes !== undefined || (focus === 'server' && group === 'Server');
	const rankOf = (action: Action): FooterKey['rank'] => {
		if (first.includes(action.id)) return 'fix';
		if (main.includes(action.id)) return 'main';
		return isOwn(action) ? 'own' : 'other';
	};
	return context.actions
		.filter(action => isFor(focus, action) && !whyDisabled(context, action))
		.flatMap(action => {
			const {id, keys, short} = action;
			const does = typeof short === 'function' ? short(context) : short;
			return keys[0] !== undefined && does ? [{id, key: keys[0], does, rank: rankOf(action)}] : [];
		})
		.toSorted((one, other) => ranks.indexOf(one.rank) - ranks.indexOf(other.rank));
}

function firstOf({session}: ActionContext): string[] {
	const problems = session.problems.filter(isFailure);
	if (!session.project || problems.length === 0) return [];
	return problems.some(({hinders}) => hinders) ? fixes : goingOn;
}
