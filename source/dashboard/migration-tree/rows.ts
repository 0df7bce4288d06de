import type {AppStatus, ProjectStatus} from '../../runs/project-status.ts';
import {widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {
	appText,
	changesTexts,
	countsOf,
	driftText,
	migrationText,
	type NameWidths,
} from './row-texts.ts';

/** Its text is made only when it is visible: a big project has hundreds of rows. */
export interface MigrationRow {
	/** Selections refer to it: `accounts`, `accounts.0001_initial`; empty for what cannot be selected. */
	id: string;
	app: string;
	migration?: string;
	/** It stands for differences in the database. */
	drift?: true;
	/** @param columns names are cut so that the state behind them is visible */
	text: (columns: number, readOnly?: boolean) => string;
}

type Shown = Pick<ProjectStatus, 'apps' | 'incomplete' | 'drift'>;

/** Stands for the drift of an app in place of a migration's name. */
export const driftName = '~';

/** Statuses and sets of folded apps are replaced, never changed. */
const known = new WeakMap<Shown, WeakMap<ReadonlySet<string>, MigrationRow[]>>();

/** The tree of apps with their migrations, drift and changes without a migration. */
export function migrationRows(status: Shown, folded: ReadonlySet<string>): MigrationRow[] {
	const ofStatus = known.get(status) ?? new WeakMap<ReadonlySet<string>, MigrationRow[]>();
	known.set(status, ofStatus);
	const rows = ofStatus.get(folded) ?? builtRows(status, folded);
	ofStatus.set(folded, rows);
	return rows;
}

function builtRows(status: Shown, folded: ReadonlySet<string>): MigrationRow[] {
	const widths = widthsOf(status);
	return status.apps.flatMap(app => {
		const isFolded = folded.has(app.label);
		const head: MigrationRow = {
			id: app.label,
			app: app.label,
			text: columns => appText(app, isFolded, status.incomplete, widths, columns),
		};
		return isFolded ? [head] : [head, ...rowsUnder(app, status, widths)];
	});
}

function rowsUnder(app: AppStatus, {drift = []}: Shown, widths: NameWidths): MigrationRow[] {
	const {label} = app;
	const migrations = app.migrations.map(
		(migration): MigrationRow => ({
			id: `${label}.${migration.name}`,
			app: label,
			migration: migration.name,
			text: columns => migrationText(migration, widths, columns),
		}),
	);
	const differs: MigrationRow[] = drift.some(other => other.app === label)
		? [{id: `${label}.${driftName}`, app: label, drift: true, text: driftText}]
		: [];
	const files = (app.files ?? []).map(
		(name): MigrationRow => ({id: '', app: label, text: () => `  ? ${safe(name)}`}),
	);
	const changes = changesTexts(app).map((text): MigrationRow => ({id: '', app: label, text}));
	return [...migrations, ...files, ...differs, ...changes];
}

function widthsOf({apps, incomplete}: Shown): NameWidths {
	const widest = (least: number, texts: string[]) =>
		texts.reduce((width, text) => Math.max(width, widthOf(text)), least);
	const names = apps.flatMap(({migrations}) => migrations.map(({name}) => safe(name)));
	return {
		apps: widest(
			8,
			apps.map(({label}) => safe(label)),
		),
		counts: widest(
			0,
			apps.map(app => countsOf(app, incomplete)),
		),
		migrations: widest(12, names),
	};
}
