import {readHistory} from '../../runs/history.ts';
import type {Problem, ProjectStatus} from '../../runs/project-status.ts';
import type {StartedRun} from '../../runs/start-run.ts';
import {type Action, whyDisabled} from '../actions/action.ts';
import {actions} from '../actions/list.ts';
import {ServerKeys} from '../actions/server-keys.ts';
import {KnownCommands} from '../commands/known-commands.ts';
import {Copying} from '../copy/copying.ts';
import {MessageDialog} from '../dialogs/message.ts';
import {ProductionDialog} from '../dialogs/production.ts';
import {type Layout, layoutOf, type PaneName, paneNames} from '../drawing/layout.ts';
import type {Meaning} from '../drawing/theme.ts';
import {nameKeys} from '../input/key-names.ts';
import type {Key} from '../input/keys.ts';
import type {Pressed} from '../input/keystrokes.ts';
import type {Done} from '../leave/last-words.ts';
import {Leaving} from '../leave/leaving.ts';
import {LogStore} from '../log/file/log-store.ts';
import {LogPane} from '../log/log-pane.ts';
import {MigrationTree, withKnownChanges} from '../migration-tree/tree.ts';
import {Files} from '../programs/files.ts';
import {Foreground} from '../programs/foreground.ts';
import {ActivityList} from '../state/activity-list.ts';
import type {Dialog} from '../state/dialog.ts';
import {
	freshView,
	type Here,
	type HistoryState,
	type StatusState,
	type ViewState,
} from '../state/state.ts';
import {Store, storeInterval} from '../state/store.ts';
import type {DashboardOptions, Surroundings} from '../state/surroundings.ts';
import {pressKey} from './key-press.ts';

const toastSeconds = 6;

/** The state of the screen and what keys do to it. Drawing is the panes' and dialogs' part. */
export class Dashboard {
	readonly here: Here;
	readonly readOnly: boolean;
	readonly actions: Action[];
	readonly status: Store<StatusState>;
	readonly history: Store<HistoryState>;
	readonly view: Store<ViewState>;
	readonly tree: MigrationTree;
	readonly activities: ActivityList;
	readonly logPane: LogPane;
	readonly server: ServerKeys;
	readonly files: Files;
	readonly foreground: Foreground;
	readonly copying: Copying;
	readonly leaving: Leaving;
	/** For the palette. */
	readonly commands = new KnownCommands(() => this.root);
	/** Runs that this dashboard started and that still go on. */
	readonly runs = new Set<StartedRun>();
	/** What was done, for the last words. */
	readonly done: Done = new Map();
	readonly #surroundings: Surroundings;
	#root: string;
	#toastTimer: NodeJS.Timeout | undefined;

	/** @param root the project's root as far as it is known; the status says it for certain */
	constructor(
		root: string,
		here: Here,
		surroundings: Surroundings,
		options: DashboardOptions = {},
	) {
		const {interval = storeInterval()} = options;
		this.#root = root;
		this.readOnly = options.readOnly ?? false;
		this.here = {...here, readOnly: this.readOnly};
		this.actions = options.actions ?? actions;
		nameKeys(this.actions);
		this.#surroundings = surroundings;
		this.view = new Store<ViewState>(freshView(this.readOnly));
		this.status = new Store<StatusState>({}, interval);
		this.history = new Store<HistoryState>({history: []}, interval);
		this.tree = new MigrationTree(this.status, this.view);
		this.activities = new ActivityList(this.status, this.history, this.view);
		this.logPane = new LogPane(new LogStore(interval), this.view);
		this.server = new ServerKeys(this);
		this.files = new Files(this);
		this.foreground = new Foreground(this, surroundings);
		this.copying = new Copying(this, surroundings);
		this.leaving = new Leaving(this, surroundings);
	}

	get root(): string {
		return this.#root;
	}

	get log(): LogStore {
		return this.logPane.store;
	}

	get layout(): Layout {
		const {focus, zoomed} = this.view.snapshot();
		return layoutOf(this.#surroundings.size(), focus, zoomed);
	}

	/** Of the window. */
	get columns(): number {
		return this.#surroundings.size().columns;
	}

	/** How many rows the focused pane shows. */
	get page(): number {
		const {focus, logSeen} = this.view.snapshot();
		if (focus === 'log') return logSeen.height;
		const {panes, borderless} = this.layout;
		const rows = panes[focus]?.rows ?? 10;
		return Math.max(1, borderless ? rows : rows - 2);
	}

	get problems(): Problem[] {
		return this.status.snapshot().status?.problems ?? [];
	}

	get isProduction(): boolean {
		return this.status.snapshot().status?.environment === 'production';
	}

	showStatus(status: ProjectStatus): void {
		this.#root = status.root;
		const before = this.status.snapshot();
		const shown = before.status ? withKnownChanges(status, before.status) : status;
		const lastSeen = status.database.reachable ? {status, at: new Date()} : seenBefore(before);
		this.status.change({status: shown, lastSeen, keptAt: undefined, lost: undefined});
		this.tree.keep(shown);
	}

	readHistory(): void {
		this.history.change({history: readHistory(this.#root)});
	}

	press(key: Key): Pressed {
		return pressKey(this, key);
	}

	act(action: Action, key = action.keys[0] ?? ''): void {
		const why = whyDisabled(this, action);
		if (why) this.toast('warning', why);
		else action.run(this, key);
	}

	openDialog(dialog: Dialog): void {
		dialog.attach(
			() => this.view.change({}),
			() => this.closeDialog(dialog),
		);
		this.view.change({dialogs: [...this.view.snapshot().dialogs, dialog], toast: undefined});
		dialog.start();
	}

	closeDialog(dialog: Dialog): void {
		const {dialogs} = this.view.snapshot();
		if (!dialogs.includes(dialog)) return;
		this.view.change({dialogs: dialogs.filter(other => other !== dialog)});
		dialog.closed();
	}

	toast(meaning: Meaning, text: string): void {
		clearTimeout(this.#toastTimer);
		this.view.change({toast: {meaning, text}});
		this.#toastTimer = setTimeout(() => this.view.change({toast: undefined}), toastSeconds * 1000);
		this.#toastTimer.unref();
	}

	say(title: string, meaning: Meaning, text: string, hint?: string): void {
		this.openDialog(new MessageDialog({title, meaning, text, hint}));
	}

	/** In production nothing touches the database before its name was typed. */
	withConsent(what: string, then: () => void): void {
		if (this.isProduction) this.openDialog(new ProductionDialog(this, what, then));
		else then();
	}

	/** Counts what was done, for the last words; the latest is the last one. */
	did(what: string, times = 1): void {
		const before = this.done.get(what) ?? 0;
		this.done.delete(what);
		this.done.set(what, before + times);
	}

	focusNext(step: number): void {
		const index = paneNames.indexOf(this.view.snapshot().focus);
		this.#focus(paneNames[(index + step + paneNames.length) % paneNames.length]!);
	}

	focusNumber(number: number): void {
		this.#focus(paneNames[number - 1]!);
	}

	toggleZoom(): void {
		this.view.change({zoomed: !this.view.snapshot().zoomed});
	}

	/** Moves the selection, or scrolls, by so many rows; infinity goes to an end. */
	move(step: number): void {
		const {focus} = this.view.snapshot();
		if (focus === 'migrations') this.tree.select(step);
		else if (focus === 'log') this.logPane.scroll(step);
		else if (focus === 'activity') this.activities.select(step);
	}

	reread(): void {
		this.readHistory();
		this.#surroundings.reread();
		this.toast('quiet', 'Rereading the project.');
	}

	redraw(): void {
		this.#surroundings.redraw();
	}

	suspendToShell(): void {
		this.#surroundings.suspend();
	}

	/** Esc outside a dialog undoes the view's modes one by one; it never quits. */
	stepBack(): void {
		const {zoomed, toast} = this.view.snapshot();
		if (toast) this.view.change({toast: undefined});
		else if (zoomed) this.toggleZoom();
		else this.logPane.stepBack();
	}

	#focus(focus: PaneName): void {
		this.view.change({focus});
	}
}

/** The last session may have seen what this one has not yet. */
function seenBefore({status, keptAt, lastSeen}: StatusState): StatusState['lastSeen'] {
	if (lastSeen || !keptAt || !status?.database.reachable) return lastSeen;
	return {status, at: keptAt};
}
