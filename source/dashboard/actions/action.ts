import type {PaneName} from '../drawing/layout.ts';
import type {Dashboard} from '../screen/dashboard.ts';

/**
 * One thing a key does. The footer, the help, the palette and the readme's table are made from the
 * list of these, so that none of them can name a key that does nothing.
 */
export interface Action {
	/** Its name in keys.json. */
	id: string;
	/** The key, then others that do the same; none where it is an entry of the palette only. */
	keys: string[];
	label: string;
	/** One or two words for the footer; without it, it is not shown there. */
	short?: string | ((dashboard: Dashboard) => string);
	/** What does the same in a shell, without `quarterdeck`. */
	command?: string;
	group: 'Project' | 'Migrations' | 'Server' | 'Log' | 'Activity' | 'Panes' | 'Dashboard';
	/** Works only while one of these panes has the focus. */
	panes?: PaneName[];
	/** Changes the project, its database or its server: not for who only looks on. */
	writes?: boolean;
	/** Why it does nothing at the moment: one sentence. */
	disabledBecause?: (dashboard: Dashboard) => string | false;
	run: (dashboard: Dashboard, key: string) => void;
}

/** What a key does in a pane, of these actions. */
export function isFor(pane: PaneName, {panes}: Action): boolean {
	return panes === undefined || panes.includes(pane);
}

/** Why an action does nothing at the moment, or false. */
export function whyDisabled(dashboard: Dashboard, action: Action): string | false {
	if (dashboard.readOnly && action.writes) return `This dashboard is read-only: no ${action.id}.`;
	return action.disabledBecause?.(dashboard) ?? false;
}
