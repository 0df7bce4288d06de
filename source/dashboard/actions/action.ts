import type {Hindered} from '../../runs/project-status.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';
import type {KnownCommands} from '../commands/command.ts';
import type {PaneContents} from '../copy/copy-items.ts';
import {type Layout, type PaneName, paneNames, paneWords} from '../drawing/layout.ts';
import type {Leaving} from '../leave/leaving.ts';
import type {Previews} from '../sql/previews.ts';
import {hindrance} from '../state/blocking-problems.ts';
import type {Session} from '../state/session.ts';
import type {ServerControl} from './server-control.ts';

export interface ActionContext extends PaneContents {
	readonly server: ServerControl;
	readonly leaving: Leaving;
	readonly commands: KnownCommands;
	readonly actions: Action[];
	readonly layout: Layout;
	readonly previews: Previews;
	/** Runs an action, or says why it is disabled. @param key the one that was pressed */
	act(action: Action, key?: string): void;
}

/** What a key does. The footer, the help, the palette and the readme's table are made from these. */
export interface Action {
	id: string;
	/** The first is shown; the others do the same. Entries of the palette only have none. */
	keys: string[];
	label: string;
	/** One or two words for the footer; actions without them are not listed there. */
	short?: string | ((context: ActionContext) => string);
	/** The same as a command line, without `quarterdeck`. */
	command?: string;
	/** The same for MikroORM's command line. */
	stock?: string;
	group:
		| 'Project'
		| 'Migrations'
		| 'Server'
		| 'Log'
		| 'Activity'
		| 'Panes'
		| 'Movement'
		| 'Dashboard';
	/** The action works only while one of these panes has the focus. */
	panes?: PaneName[];
	/** The action changes the project, its database or its server: disabled in a read-only session. */
	writes?: boolean;
	/** Why the action is disabled: one sentence. */
	disabledBecause?: (context: ActionContext) => string | false;
	run: (context: ActionContext, key: string) => void;
}

export type Ungrouped = Omit<Action, 'group'> & Partial<Pick<Action, 'group'>>;

/** With MikroORM's own term for it, for those who know that from their project. */
export function labelOf({label, stock}: Action, {project}: Pick<Session, 'project'>): string {
	return stock && project?.kind === 'mikro-orm' ? `${label} (${stock})` : label;
}

export function isFor(pane: PaneName, {panes}: Action): boolean {
	return panes === undefined || panes.includes(pane);
}

export function whyDisabled(context: ActionContext, action: Action): string | false {
	if (context.session.readOnly && action.writes)
		return `This dashboard is read-only: ${action.id} is disabled.`;
	if (context.session.status.snapshot().isGone && action.writes) return 'The project is gone.';
	return action.disabledBecause?.(context) ?? false;
}

export function actionFor(actions: Action[], key: string, pane: PaneName): Action | undefined {
	return actions.find(action => action.keys.includes(key) && isFor(pane, action));
}

/** `Enter works in Migrations (1) and Activity (4).`, for a key that does nothing in the focused pane. */
export function whereItWorks(actions: Action[], key: string): string | undefined {
	const goTo = actions.find(({id}) => id === 'pane')?.keys ?? [];
	const places = paneNames.flatMap((pane, index) => {
		const way = goTo[index] === undefined ? '' : ` (${goTo[index]})`;
		return actionFor(actions, key, pane) ? [paneWords[pane] + way] : [];
	});
	// Made only now: loading a locale takes Node 20 milliseconds.
	const inWords = new Intl.ListFormat('en-GB');
	return places.length > 0 ? `${key} works in ${inWords.format(places)}.` : undefined;
}

/**
 * Why the command of an action would fail as well. Only that counts: a problem with one thing does not
 * keep others from work.
 * @param needs what the command needs besides the settings
 */
export function isHindered(...needs: Hindered[]) {
	return ({session}: ActionContext): string | false => {
		if (!session.project) return 'The project is still loading.';
		const problem = hindrance(session.problems, needs);
		if (!problem) return false;
		if (problem.hinders === 'database') return 'The database cannot be reached.';
		// A run writes its journal there.
		if (problem.hinders !== 'everything' || problem.code === stateUnreadable)
			return problem.message.split('\n')[0]!;
		return 'Fix the project first.';
	};
}

export function isNoMigration(context: ActionContext): string | false {
	return context.tree.selected()?.migration === undefined && 'Select a migration first.';
}
