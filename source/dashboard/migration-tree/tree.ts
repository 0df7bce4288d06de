import type {AppStatus, MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';
import {hidesTree} from '../state/blocking-problems.ts';
import type {StatusState, ViewState} from '../state/state.ts';
import type {Store} from '../state/store.ts';
import {driftName, type MigrationRow, migrationRows} from './rows.ts';

const nothing: ReadonlySet<string> = new Set();

/** What is selected and folded in the tree, by name, so that no refresh moves it. */
export class MigrationTree {
	readonly #status: Store<StatusState>;
	readonly #view: Store<ViewState>;
	/** The folded app that a search has opened. */
	#opened: string | undefined;

	constructor(status: Store<StatusState>, view: Store<ViewState>) {
		this.#status = status;
		this.#view = view;
	}

	/** Moves the selection by rows; infinity goes to an end. */
	select(step: number): void {
		const rows = this.#selectable();
		if (rows.length === 0) return;
		const next = Math.max(0, Math.min(rows.length - 1, this.#indexIn(rows) + step));
		this.#view.change({selected: rows[next]!.id});
	}

	/** Goes to the next match, up for -1; 0 stays on one. A folded app opens while the match is in it. */
	find(step: 1 | -1 | 0): boolean {
		const wanted = this.#view.snapshot().wanted.toLowerCase();
		const rows = this.#selectable(nothing);
		const here = this.#indexIn(rows);
		const matches = rows.flatMap(({id}, index) =>
			id.toLowerCase().includes(wanted) ? [index] : [],
		);
		const next =
			step === -1
				? matches.findLast(index => index < here)
				: matches.find(index => index >= here + step);
		const found = next ?? (step === 0 ? matches[0] : undefined);
		if (found === undefined) return false;
		this.#reveal(rows[found]!);
		return true;
	}

	selected(): MigrationRow | undefined {
		const rows = this.#selectable();
		return rows[this.#indexIn(rows)];
	}

	app(): AppStatus | undefined {
		const label = this.selected()?.app;
		return this.#status.snapshot().status?.apps.find(app => app.label === label);
	}

	migration(): MigrationStatus | undefined {
		const wanted = this.selected()?.migration;
		return this.app()?.migrations.find(({name}) => name === wanted);
	}

	file(): string | undefined {
		return this.migration()?.path;
	}

	fold(folded: boolean): void {
		const row = this.selected();
		if (!row) return;
		this.#opened = undefined;
		const apps = new Set(this.#view.snapshot().folded);
		if (folded) apps.add(row.app);
		else apps.delete(row.app);
		this.#view.change({folded: apps, selected: folded ? row.app : this.#view.snapshot().selected});
	}

	toggle(app: string): void {
		this.fold(!this.#view.snapshot().folded.has(app));
	}

	/** If the selected migration is gone, its app is selected. */
	keep({apps, drift = []}: ProjectStatus): void {
		const {selected} = this.#view.snapshot();
		const [label = '', name] = selected.split('.');
		const app = apps.find(other => other.label === label);
		const names = app?.migrations.map(other => other.name) ?? [];
		if (drift.some(other => other.app === label)) names.push(driftName);
		if (app && (name === undefined || names.includes(name))) return;
		this.#view.change({selected: app ? app.label : (apps[0]?.label ?? '')});
	}

	#selectable(folded = this.#view.snapshot().folded): MigrationRow[] {
		const {status} = this.#status.snapshot();
		if (!status || hidesTree(status)) return [];
		return migrationRows(status, folded).filter(({id}) => id !== '');
	}

	#indexIn(rows: MigrationRow[]): number {
		const {selected} = this.#view.snapshot();
		const index = rows.findIndex(({id}) => id === selected);
		return Math.max(0, index);
	}

	#reveal({id, app}: MigrationRow): void {
		const {folded} = this.#view.snapshot();
		const opens = id !== app && folded.has(app);
		const closes = this.#opened !== undefined && this.#opened !== app;
		if (opens || closes) this.#reopen(opens ? app : undefined);
		this.#view.change({selected: id});
	}

	/** Opens an app in place of the one that the search had opened before. */
	#reopen(app: string | undefined): void {
		const folded = new Set(this.#view.snapshot().folded);
		if (this.#opened !== undefined) folded.add(this.#opened);
		if (app !== undefined) folded.delete(app);
		this.#opened = app;
		this.#view.change({folded});
	}
}
