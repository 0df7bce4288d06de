import type {AppStatus, MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';
import {hidesTree} from '../state/blocking-problems.ts';
import type {StatusState, ViewState} from '../state/state.ts';
import type {Store} from '../state/store.ts';
import {
	driftName,
	earlierName,
	type Folding,
	type MigrationRow,
	migrationRows,
	unfolded,
} from './rows.ts';

/** From so many apps on, a project has more than anybody reads. */
const manyApps = 20;

type Fold = ReturnType<Folding['get']>;

/** What is selected and folded in the tree, by name, so that no refresh moves it. */
export class MigrationTree {
	readonly #status: Store<StatusState>;
	readonly #view: Store<ViewState>;
	/** The app that a search has opened, and how it was shown before. */
	#opened: {app: string; before: Fold | undefined} | undefined;

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
		const rows = this.#selectable(unfolded);
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
		const {selected} = this.#view.snapshot();
		const rows = this.#rows();
		const first = () => rows.find(({id}) => id !== '');
		// Each action asks when the footer is drawn: no list is made for it.
		return selected === '' ? first() : (rows.find(({id}) => id === selected) ?? first());
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

	/** Shows less of the app: without its earlier migrations, then without any. */
	fold(): void {
		const row = this.selected();
		if (!row) return;
		const now = this.#folding.get(row.app);
		this.#setFold(row.app, now === 'whole' ? undefined : 'folded');
		const {selected} = this.#view.snapshot();
		if (!this.#selectable().some(({id}) => id === selected)) this.#view.change({selected: row.app});
	}

	/** Shows more of the app. */
	unfold(): void {
		const row = this.selected();
		if (!row) return;
		const first = row.earlier && this.app()?.migrations[0]?.name;
		this.#setFold(row.app, this.#folding.get(row.app) === 'folded' ? undefined : 'whole');
		if (first) this.#view.change({selected: `${row.app}.${first}`});
	}

	toggle(app: string): void {
		if (this.#folding.get(app) === 'folded') this.unfold();
		else this.#setFold(app, 'folded');
	}

	/** Of many apps, only those that want attention are open, and the first of them is selected. */
	foldSettled({apps, drift = []}: ProjectStatus): void {
		const settled = apps.filter(
			({label, migrations, unmadeChanges, conflict}) =>
				migrations.every(({applied, edited, missingFile}) => applied && !edited && !missingFile) &&
				unmadeChanges.length === 0 &&
				!conflict &&
				!drift.some(({app}) => app === label),
		);
		if (apps.length < manyApps) return;
		this.#view.change({
			folding: new Map(settled.map(({label}) => [label, 'folded'])),
			selected: apps.find(app => !settled.includes(app))?.label ?? '',
		});
	}

	/** If the selected migration is gone, its app is selected. */
	keep({apps, drift = []}: ProjectStatus): void {
		const {selected} = this.#view.snapshot();
		const [label = '', name] = selected.split('.');
		const app = apps.find(other => other.label === label);
		const names = app?.migrations.map(other => other.name) ?? [];
		if (drift.some(other => other.app === label)) names.push(driftName);
		if (app && (name === undefined || name === earlierName || names.includes(name))) return;
		this.#view.change({selected: app ? app.label : (apps[0]?.label ?? '')});
	}

	get #folding(): ReadonlyMap<string, 'folded' | 'whole'> {
		return this.#view.snapshot().folding;
	}

	#setFold(app: string, fold: Fold): void {
		this.#opened = undefined;
		this.#view.change({folding: withFold(this.#folding, app, fold)});
	}

	#rows(folding: Folding = this.#folding): MigrationRow[] {
		const {status} = this.#status.snapshot();
		return !status || hidesTree(status) ? [] : migrationRows(status, folding);
	}

	#selectable(folding?: Folding): MigrationRow[] {
		return this.#rows(folding).filter(({id}) => id !== '');
	}

	#indexIn(rows: MigrationRow[]): number {
		const {selected} = this.#view.snapshot();
		const index = rows.findIndex(({id}) => id === selected);
		return Math.max(0, index);
	}

	#reveal({id, app}: MigrationRow): void {
		if (this.#opened && this.#opened.app !== app) this.#closeOpened();
		if (!this.#selectable().some(row => row.id === id)) {
			const before = this.#folding.get(app);
			this.#setFold(app, 'whole');
			this.#opened = {app, before};
		}
		this.#view.change({selected: id});
	}

	#closeOpened(): void {
		const {app, before} = this.#opened!;
		this.#setFold(app, before);
	}
}

function withFold(
	folding: ReadonlyMap<string, 'folded' | 'whole'>,
	app: string,
	fold: Fold,
): Map<string, 'folded' | 'whole'> {
	const changed = new Map(folding);
	if (fold) changed.set(app, fold);
	else changed.delete(app);
	return changed;
}
