import type {AppStatus, MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {fit} from '../cells.ts';
import {glyphs, paint} from '../theme.ts';
import {shortTime} from '../times.ts';

export interface MigrationRow {
	/** What a selection is kept by: `accounts`, `accounts.0001_initial`; empty for what cannot be selected. */
	id: string;
	app: string;
	/** The migration's name, when the row is one. */
	migration?: string;
	/** It tells of differences in the database. */
	drift?: true;
	text: string;
}

/** In place of a migration's name; none is called like this. */
export const driftName = '~';

/** The tree of apps, each with its migrations and with what no migration makes yet. */
export function migrationRows(
	{apps, incomplete, drift = []}: Pick<ProjectStatus, 'apps' | 'incomplete' | 'drift'>,
	folded: ReadonlySet<string>,
	readOnly = false,
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
		const differs = drift.some(({app}) => app === label) ? [driftRow(label)] : [];
		return [head, ...migrations, ...differs, ...changes(app, readOnly)];
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
	const label = fit(safe(name), Math.min(width, 40));
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

function driftRow(app: string): MigrationRow {
	const text = paint('warning', `  ${glyphs.changed} database differs from the migrations`);
	return {id: `${app}.${driftName}`, app, drift: true, text};
}

function changes({label, unmadeChanges, conflict}: AppStatus, readOnly: boolean): MigrationRow[] {
	const key = (does: string) => (readOnly ? '' : `${paint('key', 'm')} ${does}`);
	const row = (text: string): MigrationRow => ({id: '', app: label, text});
	const conflicts = conflict
		? [
				row(
					`${paint('alarm', `  two leaves: ${safe(conflict.join(', '))}`)}  ${key('merges them')}`,
				),
			]
		: [];
	if (unmadeChanges.length === 0) return conflicts;
	return [
		...conflicts,
		row(
			`${paint('warning', `  ${glyphs.changed} changes without a migration:`)} ${key('makes it')}`,
		),
		...unmadeChanges.map(change => row(paint('warning', `      ${safe(change)}`))),
	];
}

function safe(text: string): string {
	return sanitise(text, {colour: false});
}
