import type {HistoryEntry} from '../runs/journal.ts';
import type {ProjectStatus} from '../runs/project-status.ts';
import type {Dialog} from './dialogs/dialog.ts';
import type {PaneName} from './layout.ts';
import type {Meaning} from './theme.ts';

export interface StatusState {
	/** Nothing until the first one has come. */
	status?: ProjectStatus;
	/** When it was kept, where it is the last session's and not yet today's. */
	keptAt?: Date;
	/** Why no new status comes. */
	lost?: string;
}

export type LogLevelFilter = 'all' | 'info' | 'warn' | 'error';

export interface LogView {
	/** The line after the last one that is shown, counted from the log's beginning; nothing follows. */
	end?: number;
	level: LogLevelFilter;
	search: string;
	filter: string;
	wrap: boolean;
	/** Columns scrolled to the right. */
	shift: number;
	/** Lines before this one are cleared from the view. */
	from: number;
}

export interface Toast {
	meaning: Meaning;
	text: string;
}

export interface ViewState {
	focus: PaneName;
	zoomed: boolean;
	/** `accounts`, or `accounts.0001_initial`. */
	selected: string;
	folded: ReadonlySet<string>;
	/** The first row that was drawn last; kept by the pane, so that a selection scrolls as little as it can. */
	migrationsTop: {row: number};
	log: LogView;
	/** How many entries the activity pane is scrolled up. */
	activityUp: number;
	toast?: Toast;
	/** The uppermost last. */
	dialogs: Dialog[];
}

export interface ActivityState {
	history: HistoryEntry[];
}

export const freshView = (): ViewState => ({
	focus: 'migrations',
	zoomed: false,
	selected: '',
	folded: new Set(),
	migrationsTop: {row: 0},
	log: {level: 'all', search: '', filter: '', wrap: false, shift: 0, from: 0},
	activityUp: 0,
	dialogs: [],
});
