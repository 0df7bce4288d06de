import type {HistoryEntry} from '../../runs/journal.ts';
import type {ProjectStatus} from '../../runs/project-status.ts';
import type {Meaning} from '../../terminal/colours.ts';
import type {PaneName} from '../drawing/layout.ts';
import type {Dialog} from './dialog.ts';

export interface Viewer {
	operator: string;
	host: string;
	/** Shown until a status names the project. */
	folder: string;
	readOnly?: boolean;
}

export interface StatusState {
	status?: ProjectStatus;
	/** When the status was kept, if it is from the last session. */
	keptAt?: Date;
	/** Why no new status comes. */
	lost?: string;
	/** Whether that is because there is no project any more. */
	isGone?: boolean;
	/** The last status that reached the database. */
	lastSeen?: {status: ProjectStatus; at: Date};
}

/** The lowest level that is shown. */
export type LogLevelFilter = 'all' | 'info' | 'warn' | 'error';

/** The column before each line: none, when it was written, or the time since the line above. */
export type LogTimes = 'off' | 'clock' | 'delta';

/** Lines have their number from the log's beginning, so that new lines do not move anything. */
export interface LogView {
	/** The first visible line while paused; missing while following. */
	top?: number;
	/** How many rows of that line are above the window. */
	topRow?: number;
	/** The line that keys act on while paused. */
	cursor?: number;
	/** The number of lines when it was paused. */
	pausedAt: number;
	level: LogLevelFilter;
	search: string;
	filter: string;
	wrap: boolean;
	times: LogTimes;
	shift: number;
	/** Lines before this one are cleared from the view. */
	from: number;
	/** Lines of JSON that are shown field by field. */
	expanded: ReadonlySet<number>;
	marks: LogMark[];
}

export interface ActivityView {
	search: string;
	onlyFailed: boolean;
}

export interface LogViewport {
	first: number;
	/** How many rows of the first line are above the window. */
	firstRow: number;
	last: number;
	/** For lines, without borders. */
	columns: number;
	height: number;
}

export interface LogMark {
	before: number;
	text: string;
}

/** A sentence in the footer that disappears by itself. */
export interface Toast {
	meaning: Meaning;
	text: string;
}

/** What the operator of this dashboard chose to see. It is not saved. */
export interface ViewState {
	readOnly: boolean;
	/** Why log and history are empty: one sentence, safe to draw. */
	unreadable?: string;
	focus: PaneName;
	zoomed: boolean;
	/** `accounts`, or `accounts.0001_initial`. */
	selected: string;
	wanted: string;
	/** How apps are shown in the tree, by label; see migration-tree/rows.ts. */
	folding: ReadonlyMap<string, 'folded' | 'whole'>;
	log: LogView;
	activity: ActivityView;
	/** A run of the activity; empty for the newest. */
	selectedRun: string;
	toast?: Toast;
	/** The top one is the last. */
	dialogs: Dialog[];
}

/** What is on the screen: keys page by it, and lists scroll from it as little as possible. */
export interface Drawn {
	log: LogViewport;
	migrationsTop: number;
	activityTop: number;
}

export const nothingDrawn = (): Drawn => ({
	log: {first: 0, firstRow: 0, last: -1, columns: 80, height: 10},
	migrationsTop: 0,
	activityTop: 0,
});

export interface HistoryState {
	/** The latest. */
	history: HistoryEntry[];
	/** How many there are with the earlier ones. */
	total?: number;
}

export const freshView = (readOnly = false): ViewState => ({
	readOnly,
	focus: 'migrations',
	zoomed: false,
	selected: '',
	wanted: '',
	folding: new Map(),
	log: {
		pausedAt: 0,
		level: 'all',
		search: '',
		filter: '',
		wrap: false,
		times: 'off',
		shift: 0,
		from: 0,
		expanded: new Set(),
		marks: [],
	},
	activity: {search: '', onlyFailed: false},
	selectedRun: '',
	dialogs: [],
});
