import type {AppStatus, MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {fit, widthOf} from '../cells.ts';
import {glyphs, paint} from '../theme.ts';
import {shortTime} from '../times.ts';
import {hazardMark} from './hazards.ts';

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

/**
 * The tree of apps, each with its migrations and with what no migration makes yet.
 * @param columns how wide a row may be, so that its mark is seen
 */
export function migrationRows(
	{apps, incomplete, drift = []}: Pick<ProjectStatus, 'apps' | 'incomplete' | 'drift'>,
	folded: ReadonlySet<string>,
	readOnly = false,
	columns = Number.POSITIVE_INFINITY,
): MigrationRow[] {
	const width = Math.max(8, ...apps.map(({label}) => label.length));
	const names = Math.max(12, ...apps.flatMap(app => app.migrations.map(({name}) => name.length)));
	return apps.flatMap(app => {
		const {label} = app;
		const text = folded.has(label)
			? foldedText(app, width, columns, incomplete)
			: appText(app, glyphs.open, width, counts(app, incomplete));
		const head = {id: label, app: label, text};
		if (folded.has(label)) return [head];
		const migrations = app.migrations.map(migration => ({
			id: `${label}.${migration.name}`,
			app: label,
			migration: migration.name,
			text: migrationText(migration, names, columns),
		}));
		const differs = drift.some(({app}) => app === label) ? [driftRow(label)] : [];
		return [head, ...migrations, ...differs, ...changes(app, readOnly)];
	});
}

function appText({label}: AppStatus, mark: string, width: number, notes: string[]): string {
	return `${mark} ${paint('strong', fit(safe(label), width))}  ${notes.join('  ')}`;
}

/** It tells of its migrations' hazards; where there is little room, before all else. */
function foldedText(
	app: AppStatus,
	width: number,
	columns: number,
	incomplete: boolean | undefined,
): string {
	const notes = counts(app, incomplete);
	const mark = hazardMark(app.migrations);
	if (!mark) return appText(app, glyphs.folded, width, notes);
	const text = appText(app, glyphs.folded, width, [...notes, mark]);
	return widthOf(text) <= columns ? text : appText(app, glyphs.folded, width, [mark, ...notes]);
}

function counts({migrations, unmadeChanges, conflict}: AppStatus, incomplete = false): string[] {
	const unapplied = migrations.filter(({applied}) => applied === null).length;
	const applied = migrations.length - unapplied;
	const notes = [
		...(applied > 0 ? [paint('applied', `${applied} applied`)] : []),
		...(unapplied > 0 ? [paint('alarm', `${unapplied} unapplied`)] : []),
		...(unmadeChanges.length > 0 ? [paint('warning', 'changes')] : []),
		...(conflict ? [paint('alarm', 'conflict')] : []),
	];
	return notes.length > 0 ? notes : [paint('quiet', incomplete ? '' : 'no migrations')];
}

function migrationText(migration: MigrationStatus, width: number, columns: number): string {
	const {name, applied, missingFile, edited} = migration;
	const label = fit(safe(name), Math.min(width, 40));
	if (applied === null) return unappliedText(migration, label, columns);
	const notes = [
		paint('quiet', shortTime(applied)),
		...(missingFile ? [paint('alarm', 'file is missing')] : []),
		...(edited ? [paint('warning', 'edited since')] : []),
	];
	return `  ${paint('applied', glyphs.applied)} ${label}  ${notes.join('  ')}`;
}

/** Where there is little room, its mark is more than the word that says what the circle says. */
function unappliedText(migration: MigrationStatus, label: string, columns: number): string {
	const mark = hazardMark([migration]);
	const before = `  ${paint('alarm', glyphs.unapplied)} `;
	const text = `${before}${label}  ${paint('alarm', 'unapplied')}`;
	if (!mark) return text;
	const whole = `${text}  ${mark}`;
	if (widthOf(whole) <= columns) return whole;
	const room = columns - widthOf(before) - '  !!'.length;
	return `${before}${fit(label.trimEnd(), Math.min(widthOf(label), room))}  ${mark}`;
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
