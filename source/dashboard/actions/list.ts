import {type PaneName, paneNames, paneWords} from '../drawing/layout.ts';
import {type Action, isFor} from './action.ts';
import {dashboardActions} from './dashboard.ts';
import {logActions} from './log.ts';
import {migrationActions} from './migrations.ts';
import {paneActions} from './panes.ts';
import {projectActions} from './project.ts';
import {searchActions} from './search.ts';
import {serverActions} from './server.ts';

/** Every action once, with the keys it has until somebody chooses others. */
export const actions: Action[] = [
	...migrationActions,
	...serverActions,
	...searchActions,
	...logActions,
	...projectActions,
	...paneActions,
	...dashboardActions,
];

/** What a key does while a pane has the focus. */
export function actionFor(key: string, pane: PaneName, among = actions): Action | undefined {
	return among.find(action => action.keys.includes(key) && isFor(pane, action));
}

/** `Enter works in Migrations (1) and Activity (4).`, where a key means something in other panes. */
export function whereItWorks(key: string, among = actions): string | undefined {
	const goTo = among.find(({id}) => id === 'pane')?.keys ?? [];
	const places = paneNames.flatMap((pane, index) => {
		const way = goTo[index] === undefined ? '' : ` (${goTo[index]})`;
		return actionFor(key, pane, among) ? [paneWords[pane] + way] : [];
	});
	return places.length > 0 ? `${key} works in ${places.join(' and ')}.` : undefined;
}
