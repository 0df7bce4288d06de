import type {AppStatus, MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {fit, wrap} from '../cells.ts';
import type {Size} from '../layout.ts';
import type {StatusState, ViewState} from '../state.ts';
import {glyphs, paint, paintSelected} from '../theme.ts';
import {shortTime} from '../times.ts';
import {framed, scrolledTo, unframed} from './frame.ts';
import {unappliedApps} from './header.ts';
import {problemRows} from './problem.ts';

export interface MigrationRow {
	/** What a selection is kept by: `accounts`, `accounts.0001_initial`; empty for what cannot be selected. */
	id: string;
	app: string;
	/** The migration's name, when the row is one. */
	migration?: string;
	text: string;
}

/** The tree of apps, each with its migrations and with what no migration makes yet. */
export function migrationRows(
	{apps, incomplete}: Pick<ProjectStatus, 'apps' | 'incomplete'>,
	folded: ReadonlySet<string>,
): MigrationRow[] {
	const width = Math.max(8, ...apps.map(({label}) => label.length));
	const names = Math.max(12, ...apps.flatMap(app => app.migrations.map(({name}) => name.length)));
	return apps.flatMap(app => {
		const {label} = app;
		const head = {id: label, app: label, text: appText(app, folded.has(label), width, incomplete)};
		if (folded.has(label)) return [head];
		const migrations = app.migrations.map(migration => ({
			id: `${label}.${migration.name}`,
			app: label,
			migration: migration.name,
			text: migrationText(migration, names),
		}));
		return [head, ...migrations, ...changes(app)];
	});
}

function appText(app: AppStatus, folded: boolean, width: number, incomplete = false): string {
	const mark = folded ? glyphs.folded : glyphs.open;
	const unapplied = app.migrations.filter(({applied}) => applied === null).length;
	const applied = app.migrations.length - unapplied;
	const counts = [
		...(applied > 0 ? [paint('applied', `${applied} applied`)] : []),
		...(unapplied > 0 ? [paint('alarm', `${unapplied} unapplied`)] : []),
		...(app.unmadeChanges.length > 0 ? [paint('warning', 'changes')] : []),
		...(app.conflict ? [paint('alarm', 'conflict')] : []),
	];
	if (counts.length === 0) counts.push(paint('quiet', incomplete ? '' : 'no migrations'));
	return `${mark} ${paint('strong', fit(safe(app.label), width))}  ${counts.join('  ')}`;
}

function migrationText(
	{name, applied, missingFile, edited, warnings}: MigrationStatus,
	width: number,
) {
	const label = fit(safe(name), Math.min(width, 40), glyphs.ellipsis);
	const notes = [
		...(missingFile ? [paint('alarm', 'file is missing')] : []),
		...(edited ? [paint('warning', 'edited since')] : []),
		...(warnings.length > 0 ? [paint('alarm', '!!')] : []),
	];
	if (applied === null) {
		return `  ${paint('alarm', glyphs.unapplied)} ${label}  ${[paint('alarm', 'unapplied'), ...notes].join('  ')}`;
	}
	return `  ${paint('applied', glyphs.applied)} ${label}  ${[paint('quiet', shortTime(applied)), ...notes].join('  ')}`;
}

function changes({label, unmadeChanges, conflict}: AppStatus): MigrationRow[] {
	const row = (text: string): MigrationRow => ({id: '', app: label, text});
	const conflicts = conflict
		? [row(paint('alarm', `  two leaves: ${safe(conflict.join(', '))}`))]
		: [];
	if (unmadeChanges.length === 0) return conflicts;
	return [
		...conflicts,
		row(
			`${paint('warning', `  ${glyphs.changed} changes without a migration:`)} ${paint('key', 'm')} makes it`,
		),
		...unmadeChanges.map(change => row(paint('warning', `      ${safe(change)}`))),
	];
}

export function drawMigrations(
	state: StatusState,
	view: ViewState,
	size: Size,
	borderless: boolean,
): string[] {
	const inside = borderless ? size : {columns: size.columns - 4, rows: size.rows - 2};
	const {rows, bottom} = content(state, view, inside);
	if (borderless) return unframed(rows, size);
	const {status} = state;
	const right = status && !status.problems.length ? summary(status) : undefined;
	const problem = (status?.problems.length ?? 0) > 0;
	return framed(rows, size, {
		title: '1 Migrations',
		right,
		bottom,
		focused: view.focus === 'migrations',
		meaning: problem ? 'alarm' : undefined,
	});
}

function summary({unapplied, apps}: ProjectStatus): string {
	if (unapplied > 0) return paint('alarm', `${unapplied} unapplied`);
	return apps.some(({unmadeChanges}) => unmadeChanges.length > 0)
		? paint('warning', `${glyphs.changed} changes`)
		: paint('applied', `${glyphs.applied} up to date`);
}

function content(
	{status, keptAt}: StatusState,
	view: ViewState,
	{columns, rows}: Size,
): {rows: string[]; bottom?: string} {
	if (!status) return {rows: ['', paint('quiet', `Reading the project ${glyphs.ellipsis}`)]};
	if (status.problems.length > 0 && !keptAt) {
		return {
			rows: problemRows(status, {columns, rows}),
			bottom: 'watching: it comes back by itself',
		};
	}
	const notice = noticeRows(status, columns, rows);
	const tree = migrationRows(status, view.folded);
	if (tree.length === 0) return {rows: firstSteps()};
	const visible = Math.max(1, rows - notice.length);
	const index = Math.max(
		0,
		tree.findIndex(({id}) => id !== '' && id === view.selected),
	);
	const top = scrolledTo(index, view.migrationsTop.row, visible, tree.length);
	view.migrationsTop.row = top;
	const shown = tree.slice(top, top + visible).map((row, offset) => {
		const chosen = view.focus === 'migrations' && top + offset === index;
		const text = (chosen ? glyphs.selected : ' ') + row.text;
		return chosen ? paintSelected(fit(text, columns, glyphs.ellipsis)) : text;
	});
	const bottom =
		tree.length > visible
			? `rows ${top + 1}-${Math.min(tree.length, top + visible)} of ${tree.length}`
			: undefined;
	return {rows: [...notice, ...shown], bottom};
}

/** Django's two lines, in red, where there is room for them. */
function noticeRows(status: ProjectStatus, columns: number, rows: number): string[] {
	if (status.unapplied === 0) return [];
	const text = [
		`You have ${status.unapplied} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): ${unappliedApps(status).join(', ')}.`,
		"Run 'quarterdeck migrate' to apply them.",
	];
	const lines = text.flatMap(line => wrap(line, columns)).map(line => paint('alarm', line));
	if (rows - lines.length >= 8) return [...lines, ''];
	return rows - lines.length >= 4 ? lines : [];
}

function firstSteps(): string[] {
	const step = (key: string, does: string, command: string) =>
		`  ${paint('key', key)}  ${does}  ${paint('quiet', command)}`;
	return [
		'No migrations yet.',
		'',
		step('m', 'make the first migrations', 'quarterdeck makemigrations'),
		step('M', 'create the tables', 'quarterdeck migrate'),
		step('u', 'create a superuser', 'quarterdeck createsuperuser'),
	];
}

function safe(text: string): string {
	return sanitise(text, {colour: false});
}
