import {countHistory, readHistory} from '../../runs/history.ts';
import type {MigrationStatus, Problem, ProjectStatus} from '../../runs/project-status.ts';
import type {StartedRun} from '../../runs/start-run.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';
import type {Meaning} from '../../terminal/colours.ts';
import {safe} from '../drawing/foreign-text.ts';
import {ActivityList} from './activity-list.ts';
import {withKnownChanges} from './known-changes.ts';
import {
	freshView,
	type HistoryState,
	nothingDrawn,
	type StatusState,
	type Viewer,
	type ViewState,
} from './state.ts';
import {Store} from './store.ts';
import type {Terminal} from './terminal.ts';

const toastSeconds = 6;
const mostRecent = 4;

export interface SessionOptions {
	root: string;
	viewer: Viewer;
	terminal: Terminal;
	reread: () => void;
	interval: number;
}

/** How often each thing was done: `migration applied` → 2; the latest is the last. */
export type Changes = Map<string, number>;

/** One operator's view of a project. Panes draw it; dialogs and actions change it. */
export class Session {
	/** The project's root. It may be a guess until the first status. */
	root: string;
	readonly viewer: Viewer;
	readonly terminal: Terminal;
	readonly reread: () => void;
	readonly status: Store<StatusState>;
	readonly history: Store<HistoryState>;
	readonly view: Store<ViewState>;
	/** Updated after each drawing. */
	readonly drawn = nothingDrawn();
	readonly activities: ActivityList;
	readonly runs = new Set<StartedRun>();
	readonly changes: Changes = new Map();
	/** What was run last from the palette, the newest first. */
	recent: string[] = [];
	#toastTimer: NodeJS.Timeout | undefined;

	constructor({root, viewer, terminal, reread, interval}: SessionOptions) {
		this.root = root;
		this.viewer = viewer;
		this.terminal = terminal;
		this.reread = reread;
		this.view = new Store<ViewState>(freshView(this.readOnly));
		this.status = new Store<StatusState>({}, interval);
		this.history = new Store<HistoryState>({history: []}, interval);
		this.activities = new ActivityList(this);
	}

	get readOnly(): boolean {
		return this.viewer.readOnly ?? false;
	}

	/** Missing until the first status. */
	get project(): ProjectStatus | undefined {
		return this.status.snapshot().status;
	}

	get problems(): Problem[] {
		return this.project?.problems ?? [];
	}

	get isProduction(): boolean {
		return this.project?.environment === 'production';
	}

	/** The view, with the reason why panes that show files of the state folder are empty. */
	get readableView(): ViewState {
		const problem = this.problems.find(({code}) => code === stateUnreadable);
		return {...this.view.snapshot(), unreadable: problem && safe(problem.message)};
	}

	/** @param id `accounts.0001_initial` */
	migration(id: string): MigrationStatus | undefined {
		const [label, name] = id.split('.');
		const app = this.project?.apps.find(app => app.label === label);
		return app?.migrations.find(migration => migration.name === name);
	}

	showStatus(status: ProjectStatus): void {
		this.root = status.root;
		const before = this.status.snapshot();
		const shown = before.status ? withKnownChanges(status, before.status) : status;
		const lastSeen = status.database.reachable ? {status, at: new Date()} : seenBefore(before);
		this.status.change({
			status: shown,
			lastSeen,
			keptAt: undefined,
			lost: undefined,
			isGone: false,
		});
	}

	readHistory(): void {
		this.history.change({history: readHistory(this.root), total: countHistory(this.root)});
	}

	toast(meaning: Meaning, text: string): void {
		clearTimeout(this.#toastTimer);
		this.view.change({toast: {meaning, text}});
		this.#toastTimer = setTimeout(() => this.view.change({toast: undefined}), toastSeconds * 1000);
		this.#toastTimer.unref();
	}

	/** @param id of an action, or a command line, that was run from the palette */
	remember(id: string): void {
		this.recent = [id, ...this.recent.filter(other => other !== id)].slice(0, mostRecent);
	}

	/** @param what noun and participle: `migration applied` */
	recordChange(what: string, times = 1): void {
		const before = this.changes.get(what) ?? 0;
		this.changes.delete(what);
		this.changes.set(what, before + times);
	}
}

/** The status kept from the last session may have reached the database. */
function seenBefore({status, keptAt, lastSeen}: StatusState): StatusState['lastSeen'] {
	if (lastSeen || !keptAt || !status?.database.reachable) return lastSeen;
	return {status, at: keptAt};
}
