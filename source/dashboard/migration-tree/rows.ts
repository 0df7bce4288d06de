import type {AppStatus, ProjectStatus} from '../../runs/project-status.ts';
import {widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {
	appText,
	changesTexts,
	countsOf,
	driftText,
	earlierText,
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
	/** It stands for earlier applied migrations. */
	earlier?: true;
	/** @param columns names are cut so that the state behind them is visible */
	text: (columns: number, readOnly?: boolean) => string;
}

type Shown = Pick<ProjectStatus, 'apps' | 'incomplete' | 'drift'>;

/** How an app is shown, by its label; usually earlier applied migrations are one row. */
export type Folding = Pick<ReadonlyMap<string, 'folded' | 'whole'>, 'get'>;

/** Every app with every migration. */
export const unfolded: Folding = {get: () => 'whole'};

/** Fewer earlier migrations than this are not worth folding. */
const worthFolding = 3;
/** The last applied migrations stay visible. */
const recent = 2;

/** Stands for the drift of an app in place of a migration's name. */
export const driftName = '~';
/** The same for its earlier applied migrations. */
export const earlierName = '…';

/** Statuses and foldings are replaced, never changed. */
const known = new WeakMap<Shown, WeakMap<Folding, MigrationRow[]>>();

/** The tree of apps with their migrations, drift and changes without a migration. */
export function migrationRows(status: Shown, folding: Folding): MigrationRow[] {
	const ofStatus = known.get(status) ?? new WeakMap<Folding, MigrationRow[]>();
	known.set(status, ofStatus);
	const rows = ofStatus.get(folding) ?? builtRows(status, folding);
	ofStatus.set(folding, rows);
	return rows;
}

function builtRows(status: Shown, folding: Folding): MigrationRow[] {
	const widths = widthsOf(status);
	return status.apps.flatMap(app => {
		const fold = folding.get(app.label);
		const isFolded = fold === 'folded';
		const head: MigrationRow = {
			id: app.label,
			app: app.label,
			text: columns => appText(app, isFolded, status.incomplete, widths, columns),
		};
		return isFolded ? [head] : [head, ...rowsUnder(app, fold === 'whole', status, widths)];
	});
}

function rowsUnder(
	app: AppStatus,
	isWhole: boolean,
	{drift = []}: Shown,
	widths: NameWidths,
): MigrationRow[] {
	const {label} = app;
	const hidden = isWhole ? 0 : earlierOf(app);
	const earlier: MigrationRow[] =
		hidden > 0
			? [
					{
						id: `${label}.${earlierName}`,
						app: label,
						earlier: true,
						text: () => earlierText(hidden),
					},
				]
			: [];
	const migrations = app.migrations.slice(hidden).map(
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
	return [...earlier, ...migrations, ...files, ...differs, ...changes];
}

/** How many of its first migrations are applied and of no further interest. */
function earlierOf({migrations}: AppStatus): number {
	const isSettled = ({applied, missingFile, edited}: AppStatus['migrations'][number]) =>
		applied !== null && !missingFile && !edited;
	const last = migrations.findIndex(migration => !isSettled(migration));
	const count = (last === -1 ? migrations.length : last) - recent;
	return count >= worthFolding ? count : 0;
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
