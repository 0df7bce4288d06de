import path from 'node:path';
import {readHistory} from '../runs/history.ts';
import type {AppStatus, ProjectStatus, RunStatus} from '../runs/project-status.ts';
import type {StartedRun} from '../runs/start-run.ts';
import {type Action, actionFor} from './actions.ts';
import type {Dialog} from './dialogs/dialog.ts';
import {HelpDialog} from './dialogs/help.ts';
import {LinePrompt} from './dialogs/line-prompt.ts';
import {MakeMigrationsDialog} from './dialogs/make-migrations.ts';
import {MessageDialog} from './dialogs/message.ts';
import {MigrateDialog} from './dialogs/migrate.ts';
import {MigrationDialog} from './dialogs/migration.ts';
import {OutputDialog} from './dialogs/output.ts';
import {PaletteDialog} from './dialogs/palette.ts';
import {QuitDialog} from './dialogs/quit.ts';
import {SuperuserDialog} from './dialogs/superuser.ts';
import type {Key, Pressed} from './keystrokes.ts';
import {type Layout, layoutOf, type PaneName, paneNames, type Size} from './layout.ts';
import {LogPane} from './log-pane.ts';
import {LogStore} from './log-store.ts';
import type {Here} from './panes/header.ts';
import {type MigrationRow, migrationRows} from './panes/migrations.ts';
import {isUp} from './panes/server.ts';
import {ServerKeys} from './server-keys.ts';
import {type ActivityState, freshView, type StatusState, type ViewState} from './state.ts';
import {Store, storeInterval} from './store.ts';
import type {Done} from './summary.ts';
import type {Meaning} from './theme.ts';

/** What the dashboard needs of the terminal and of the status' reader. */
export interface Surroundings {
	size(): Size;
	/** Leaves the dashboard; nothing is drawn after it. */
	leave(): void;
	/** Gives the terminal away while `work` runs, then draws everything again. */
	handOver(work: () => Promise<void>): Promise<void>;
	redraw(): void;
	reread(): void;
	/** Opens $EDITOR. @param line counts from 1 */
	edit(file: string, line?: number): Promise<void>;
	suspend(): void;
}

const toastSeconds = 6;
/** A second ^C within so many milliseconds quits at once. */
const insistence = 2000;

/** The state of the screen and what keys do to it. Drawing is the panes' and dialogs' part. */
export class Dashboard {
	readonly here: Here;
	readonly status: Store<StatusState>;
	readonly activity: Store<ActivityState>;
	readonly view = new Store<ViewState>(freshView());
	readonly log: LogStore;
	readonly logPane: LogPane;
	/** Runs that this dashboard started and that still go on. */
	readonly runs = new Set<StartedRun>();
	/** What was done, for the last words. */
	readonly done: Done = new Map();
	readonly #surroundings: Surroundings;
	readonly #server: ServerKeys;
	#root: string;
	#interrupted = 0;
	#toastTimer: NodeJS.Timeout | undefined;

	/** @param root the project's root as far as it is known; the status says it for certain */
	constructor(root: string, here: Here, surroundings: Surroundings, interval = storeInterval()) {
		this.#root = root;
		this.here = here;
		this.#surroundings = surroundings;
		this.status = new Store<StatusState>({}, interval);
		this.activity = new Store<ActivityState>({history: []}, interval);
		this.log = new LogStore(interval);
		this.logPane = new LogPane(this.log, this.view);
		this.#server = new ServerKeys(this);
	}

	get root(): string {
		return this.#root;
	}

	get layout(): Layout {
		const {focus, zoomed} = this.view.snapshot();
		return layoutOf(this.#surroundings.size(), focus, zoomed);
	}

	/** How many rows the focused pane shows. */
	get page(): number {
		const {panes, borderless} = this.layout;
		const rows = panes[this.view.snapshot().focus]?.rows ?? 10;
		return Math.max(1, borderless ? rows : rows - 2);
	}

	get serverBusy(): boolean {
		return this.#server.busy;
	}

	showStatus(status: ProjectStatus): void {
		this.#root = status.root;
		const before = this.status.snapshot().status;
		const shown = status.incomplete && before ? withKnownChanges(status, before) : status;
		this.status.change({status: shown, keptAt: undefined, lost: undefined});
		this.#keepSelection(status);
	}

	readHistory(): void {
		this.activity.change({history: readHistory(this.#root)});
	}

	/** The status is older than the history, in which a run may have ended since. */
	get liveRuns(): RunStatus[] {
		const runs = this.status.snapshot().status?.runs ?? [];
		const ended = new Set(this.activity.snapshot().history.map(({run}) => run));
		return runs.filter(({run}) => !ended.has(run));
	}

	press(key: Key): Pressed {
		if (this.layout.kind === 'line') return this.#pressUnseen(key.name);
		if (this.#pressAnywhere(key.name)) return 'taken';
		const dialog = this.view.snapshot().dialogs.at(-1);
		if (dialog) return this.#pressDialog(dialog, key);
		if (key.name === 'Paste') {
			this.toast('warning', 'A paste outside a text field was dropped.');
			return 'taken';
		}
		const action = actionFor(key.name, this.view.snapshot().focus);
		if (action) this.act(action, key.name);
		return 'taken';
	}

	act(action: Action, key = action.keys[0]!): void {
		const why = action.disabledBecause?.(this);
		if (why) this.toast('warning', why);
		else action.run(this, key);
	}

	openDialog(dialog: Dialog): void {
		dialog.whenChanged(() => this.view.change({}));
		this.view.change({dialogs: [...this.view.snapshot().dialogs, dialog], toast: undefined});
		(dialog as {start?: () => void}).start?.();
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

	/** Counts what was done, for the last words; the latest is the last one. */
	did(what: string, times = 1): void {
		const before = this.done.get(what) ?? 0;
		this.done.delete(what);
		this.done.set(what, before + times);
	}

	openMakeMigrations(words: string[] = []): void {
		this.openDialog(new MakeMigrationsDialog(this, words));
	}

	openMigrate(words: string[] = []): void {
		this.openDialog(new MigrateDialog(this, words));
	}

	openSuperuser(): void {
		this.openDialog(new SuperuserDialog(this));
	}

	openHelp(): void {
		this.openDialog(new HelpDialog(this, this.view.snapshot().focus));
	}

	openPalette(): void {
		this.openDialog(new PaletteDialog(this));
	}

	openSearch(kind: 'search' | 'filter'): void {
		const prompt: LinePrompt = new LinePrompt(
			this.logPane.prompt(kind, () => this.closeDialog(prompt)),
		);
		this.openDialog(prompt);
	}

	openSelected(): void {
		const row = this.selectedRow();
		if (!row) return;
		if (row.migration === undefined) {
			this.fold(!this.view.snapshot().folded.has(row.app));
			return;
		}
		const file = this.#migrationFile(row);
		this.openDialog(new MigrationDialog(this, row.app, row.migration, file));
	}

	say(title: string, meaning: Meaning, text: string, hint?: string): void {
		const dialog: MessageDialog = new MessageDialog({title, meaning, text, hint}, () =>
			this.closeDialog(dialog),
		);
		this.openDialog(dialog);
	}

	/** A command line of the palette: what asks or outlives a keystroke opens its own dialog. */
	runLine(words: string[]): void {
		const [command, ...rest] = words;
		const reads = rest.includes('--check') || rest.includes('--plan') || rest.includes('--help');
		if (command === 'migrate' && !reads) this.openMigrate(rest);
		else if (command === 'makemigrations' && !reads && !rest.includes('--dry-run'))
			this.openMakeMigrations(rest);
		else if (command === 'createsuperuser' && rest.length === 0) this.openSuperuser();
		else if (command === 'runserver' && !reads) this.#server.start(rest);
		else this.openDialog(new OutputDialog(this, words));
	}

	toggleServer(): void {
		void this.#server.toggle();
	}

	restartServer(): void {
		void this.#server.restart();
	}

	stopServer(): Promise<boolean> {
		return this.#server.stop();
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
		const {focus, activityUp} = this.view.snapshot();
		if (focus === 'migrations') this.#select(step);
		else if (focus === 'log') this.logPane.scroll(step, this.page);
		else if (focus === 'activity') {
			const count = this.activity.snapshot().history.length + this.liveRuns.length;
			const last = Math.max(0, count - this.page);
			this.view.change({activityUp: Math.max(0, Math.min(activityUp + step, last))});
		}
	}

	fold(folded: boolean): void {
		const row = this.selectedRow();
		if (!row) return;
		const apps = new Set(this.view.snapshot().folded);
		if (folded) apps.add(row.app);
		else apps.delete(row.app);
		this.view.change({folded: apps, selected: folded ? row.app : this.view.snapshot().selected});
	}

	selectedRow(): MigrationRow | undefined {
		const {selected} = this.view.snapshot();
		const rows = this.#selectable();
		return rows.find(({id}) => id === selected) ?? rows[0];
	}

	findMatch(step: 1 | -1): void {
		if (!this.logPane.find(step)) this.toast('warning', 'No more matches.');
	}

	toggleFollow(): void {
		this.logPane.toggleFollow();
	}

	nextLevel(): void {
		this.logPane.nextLevel();
	}

	toggleWrap(): void {
		this.logPane.toggleWrap();
	}

	shiftLog(step: number): void {
		this.logPane.shift(step * (this.#surroundings.size().columns >> 1));
	}

	markLog(): void {
		this.logPane.mark();
	}

	clearLog(): void {
		this.logPane.clear();
	}

	/** The file and line of the first problem, else the file of the selected migration. */
	fileToEdit(): {file: string; line?: number} | undefined {
		const problem = this.status.snapshot().status?.problems.find(({file}) => file);
		if (problem) return {file: path.resolve(this.#root, problem.file!), line: problem.line};
		const row = this.view.snapshot().focus === 'migrations' ? this.selectedRow() : undefined;
		const file = row && this.#migrationFile(row);
		return file ? {file} : undefined;
	}

	edit(file?: string): void {
		const place = file === undefined ? this.fileToEdit() : {file};
		if (!place) return;
		this.#surroundings.edit(place.file, place.line).catch((error: Error) => {
			this.toast('alarm', error.message);
		});
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

	leave(): void {
		this.#surroundings.leave();
	}

	quit(): void {
		const {status} = this.status.snapshot();
		const running =
			(status && isUp(status.server)) || this.liveRuns.length > 0 || this.runs.size > 0;
		if (running) this.openDialog(new QuitDialog(this));
		else this.leave();
	}

	/** ^C: cancels what the uppermost dialog does, else the dialog, else asks to quit. */
	interrupt(): void {
		const again = performance.now() - this.#interrupted < insistence;
		if (this.#interrupted > 0 && again) {
			this.leave();
			return;
		}
		this.#interrupted = performance.now();
		const dialog = this.view.snapshot().dialogs.at(-1);
		if (!dialog) this.quit();
		else if (!dialog.cancel()) this.closeDialog(dialog);
	}

	/** Esc outside a dialog undoes the view's modes one by one; it never quits. */
	stepBack(): void {
		const {zoomed, toast} = this.view.snapshot();
		if (toast) this.view.change({toast: undefined});
		else if (zoomed) this.toggleZoom();
		else this.logPane.stepBack();
	}

	/** The window is too small for panes and dialogs, and nothing may be done that nobody sees. */
	#pressUnseen(name: string): Pressed {
		if (name === 'q' || name === 'd' || name === '^C') this.leave();
		else this.#pressAnywhere(name);
		return 'taken';
	}

	#pressAnywhere(name: string): boolean {
		if (name === '^C') this.interrupt();
		else if (name === '^Z') this.suspendToShell();
		else if (name === '^L') this.redraw();
		else return false;
		return true;
	}

	#pressDialog(dialog: Dialog, key: Key): Pressed {
		if (dialog.takesText(key))
			return dialog.field!.hears === dialog.field!.version ? 'text' : 'early';
		if (key.name === 'Paste') {
			this.toast('warning', 'A paste outside a text field was dropped.');
		} else if (!dialog.press(key) && dialog.isFinished) {
			this.closeDialog(dialog);
			return this.press(key);
		}
		return 'taken';
	}

	#focus(focus: PaneName): void {
		this.view.change({focus});
	}

	#select(step: number): void {
		const rows = this.#selectable();
		if (rows.length === 0) return;
		const index = rows.findIndex(({id}) => id === this.selectedRow()?.id);
		const next = Math.max(0, Math.min(rows.length - 1, index + step));
		this.view.change({selected: rows[next]!.id});
	}

	#selectable(): MigrationRow[] {
		const {status} = this.status.snapshot();
		if (!status || status.problems.length > 0) return [];
		return migrationRows(status, this.view.snapshot().folded).filter(({id}) => id !== '');
	}

	/** A migration that is gone leaves the selection on its app. */
	#keepSelection({apps}: ProjectStatus): void {
		const {selected} = this.view.snapshot();
		const [label = '', name] = selected.split('.');
		const app = apps.find(other => other.label === label);
		if (app && (name === undefined || app.migrations.some(other => other.name === name))) return;
		this.view.change({selected: app ? app.label : (apps[0]?.label ?? '')});
	}

	#migrationFile({app, migration}: MigrationRow): string | undefined {
		const apps = this.status.snapshot().status?.apps;
		const migrations = apps?.find(({label}) => label === app)?.migrations;
		return migrations?.find(({name}) => name === migration)?.path;
	}
}

/**
 * Until entities and migrations are compared again, what the last comparison found stays on the
 * screen, for apps whose migrations are still the same.
 */
function withKnownChanges(status: ProjectStatus, before: ProjectStatus): ProjectStatus {
	const names = ({migrations}: AppStatus) => migrations.map(({name}) => name).join();
	const apps = status.apps.map(app => {
		const known = before.apps.find(({label}) => label === app.label);
		const same = known !== undefined && names(known) === names(app);
		return same ? {...app, unmadeChanges: known.unmadeChanges} : app;
	});
	return {...status, apps};
}
