import {isCommandError} from '../../errors/command-error.ts';
import type {LinesPlace} from '../../runs/files/byte-reader.ts';
import type {ProjectStatus} from '../../runs/project-status.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {type Action, type ActionContext, whyDisabled} from '../actions/action.ts';
import {actions} from '../actions/list.ts';
import {ServerControl} from '../actions/server-control.ts';
import {KnownCommands} from '../commands/command.ts';
import {RunJournals} from '../detail/run-journals.ts';
import {type Layout, layoutOf} from '../drawing/layout.ts';
import {ServerGraphs} from '../graphs/server-graphs.ts';
import {nameKeys} from '../input/key-names.ts';
import type {Pressed} from '../input/keystrokes.ts';
import {Leaving} from '../leave/leaving.ts';
import {LogStore} from '../log/file/log-store.ts';
import {LogPane} from '../log/log-pane.ts';
import {MigrationTree} from '../migration-tree/tree.ts';
import {rowsOfServer} from '../panes/server-text.ts';
import {Previews} from '../sql/previews.ts';
import {Session, type SessionOptions} from '../state/session.ts';
import {storeInterval} from '../state/store.ts';
import {pressKey} from './key-press.ts';
import type {KeptStatus} from './state-files.ts';

export interface DashboardOptions extends Omit<SessionOptions, 'interval'> {
	interval?: number;
	actions?: Action[];
}

export class Dashboard implements ActionContext {
	readonly session: Session;
	readonly tree: MigrationTree;
	readonly logPane: LogPane;
	readonly graphs: ServerGraphs;
	readonly previews: Previews;
	readonly journals: RunJournals;
	readonly server: ServerControl;
	readonly leaving: Leaving;
	readonly commands: KnownCommands;
	readonly actions: Action[];
	/** What is seen of the log is known after each change, before anything else is drawn. */
	drawsLogAtOnce = false;

	constructor({interval = storeInterval(), ...options}: DashboardOptions) {
		const session = new Session({...options, interval});
		this.session = session;
		this.actions = options.actions ?? actions;
		nameKeys(this.actions);
		this.tree = new MigrationTree(session.status, session.view);
		this.logPane = new LogPane(new LogStore(interval), session.view, session.drawn);
		this.graphs = new ServerGraphs(session.status, interval);
		this.previews = new Previews(session);
		this.journals = new RunJournals(session, interval);
		this.server = new ServerControl(session);
		this.leaving = new Leaving(session, () => this.server.stop());
		this.commands = new KnownCommands(() => session.root);
		for (const store of [session.status, session.history, session.view]) {
			store.subscribe(() => this.#settleDialogs());
		}
	}

	get layout(): Layout {
		const {focus, zoomed} = this.session.view.snapshot();
		const contents = {
			serverRows: rowsOfServer(this.session.project?.server),
			hasLog: this.logPane.store.total > 0,
		};
		return layoutOf(this.session.terminal.size, focus, zoomed, contents);
	}

	#settleDialogs(): void {
		for (const dialog of this.session.view.snapshot().dialogs) dialog.settle();
	}

	/** The status of an earlier session, until there is a new one. */
	showKept({status, at}: KeptStatus): void {
		this.session.status.change({status, keptAt: at});
		this.tree.foldSettled(status);
	}

	showStatus(status: ProjectStatus): void {
		const isFirst = this.session.project === undefined;
		this.session.showStatus(status);
		if (isFirst) this.tree.foldSettled(status);
		this.tree.keep(this.session.project!);
	}

	/** Lines of the server's log. @param place of them in the file */
	takeLog(lines: Buffer | string[], place?: LinesPlace): void {
		this.logPane.store.push(lines, place);
		this.graphs.requests.take(lines);
	}

	/** What a key cannot do is said, and the dashboard goes on. */
	press(key: Key): Pressed {
		try {
			const wasSettled = this.#isSettled;
			const pressed = pressKey(this, key);
			return pressed === 'taken' && wasSettled && this.#isSettled ? 'undrawn' : pressed;
		} catch (error) {
			if (!isCommandError(error)) throw error;
			this.session.toast('error', error.message);
			return 'taken';
		}
	}

	/** Whether keys need nothing that only drawing tells: how far a dialog or the log scrolls. */
	get #isSettled(): boolean {
		const {dialogs, focus} = this.session.view.snapshot();
		return dialogs.length === 0 && (focus !== 'log' || this.drawsLogAtOnce);
	}

	act(action: Action, key = action.keys[0] ?? ''): void {
		const why = whyDisabled(this, action);
		if (why) this.session.toast('warning', why);
		else action.run(this, key);
	}
}
