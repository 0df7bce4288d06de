import type {HistoryEntry} from '../../runs/journal.ts';
import type {ProjectStatus} from '../../runs/project-status.ts';
import type {Meaning} from '../../terminal/colours.ts';
import type {PaneName} from '../drawing/layout.ts';
import type {Dialog} from './dialog.ts';

/** Who looks at the screen, and where. */
export interface Viewer {
	operator: string;
	host: string;
	/** Shown until a status gives the project's name. */
	folder: string;
	/** May change nothing. */
	readOnly?: boolean;
}

/** What is known of the project. */
export interface StatusState {
	/** Nothing until the first one has come. */
	status?: ProjectStatus;
	/** When it was kept, where it is the last session's and not yet today's. */
	keptAt?: Date;
	/** Why no new status comes. */
	lost?: string;
	/** The last one that the database was reached for, and when that was. */
	lastSeen?: {status: ProjectStatus; at: Date};
}

/** The least level that a line of the log must have to be shown. */
export type LogLevelFilter = 'all' | 'info' | 'warn' | 'error';

/** What stands before each line: nothing, when it was written, or how long after the one above. */
export type LogTimes = 'off' | 'clock' | 'delta';

/** Lines are named by their number from the log's beginning, so that new ones move nothing. */
export interface LogView {
	/** The first line that is shown while paused; without it the log is followed. */
	top?: number;
	/** How many rows of that line are above the window. */
	topRow?: number;
	/** The line that keys are about, while paused. */
	cursor?: number;
	/** How many lines there were when it was paused. */
	pausedAt: number;
	level: LogLevelFilter;
	search: string;
	filter: string;
	wrap: boolean;
	times: LogTimes;
	/** Columns scrolled to the right. */
	shift: number;
	/** Lines before this one are cleared from the view. */
	from: number;
	/** Lines of JSON that are shown field by field. */
	expanded: ReadonlySet<number>;
	marks: LogMark[];
}

/** The part of the log that was drawn. */
export interface LogViewport {
	first: number;
	/** How many rows of the first line are above the window. */
	firstRow: number;
	last: number;
	/** Room for lines. */
	columns: number;
	height: number;
}

/** A mark that an operator put below a line. */
export interface LogMark {
	before: number;
	text: string;
}

/** A sentence in the footer that goes by itself. */
export interface Toast {
	meaning: Meaning;
	text: string;
}

/** What an operator chose to see: of one dashboard, and kept nowhere. */
export interface ViewState {
	/** Who only looks on is told of no key that changes something. */
	readOnly: boolean;
	/** Why log and history are empty: one sentence, safe to draw. Nothing where they may be read. */
	unreadable?: string;
	focus: PaneName;
	zoomed: boolean;
	/** `accounts`, or `accounts.0001_initial`. */
	selected: string;
	/** What is searched in the tree. */
	wanted: string;
	folded: ReadonlySet<string>;
	log: LogView;
	/** The selected run in the activity, empty for the newest. */
	selectedRun: string;
	toast?: Toast;
	/** The uppermost last. */
	dialogs: Dialog[];
}

/** What is on the screen: keys page by it, and lists scroll from it as little as they can. */
export interface Drawn {
	log: LogViewport;
	/** The first row of the tree. */
	migrationsTop: number;
	/** The first row of the activity. */
	activityTop: number;
}

/** Before anything is drawn. */
export const nothingDrawn = (): Drawn => ({
	log: {first: 0, firstRow: 0, last: -1, columns: 80, height: 10},
	migrationsTop: 0,
	activityTop: 0,
});

/** What a pane draws, and what of it the next key needs to know. */
export interface Drawing {
	rows: string[];
	drawn?: Partial<Drawn>;
}

/** What was done, the oldest first. */
export interface HistoryState {
	history: HistoryEntry[];
}

/** A view at its start. */
export const freshView = (readOnly = false): ViewState => ({
	readOnly,
	focus: 'migrations',
	zoomed: false,
	selected: '',
	wanted: '',
	folded: new Set(),
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
	selectedRun: '',
	dialogs: [],
});
