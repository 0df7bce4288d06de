import {isFailure, type MigrationStatus, type ProjectStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {widthOf} from '../drawing/cells.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {StatusState, Viewer} from '../state/state.ts';

/** The next thing to do about the project, in one sentence. */
export function todo(state: StatusState, {readOnly}: Pick<Viewer, 'readOnly'>): string {
	const {status} = state;
	if (state.lost) return paint('error', ` ${glyphs.failed} ${safe(state.lost)}`);
	if (!status) return paint('quiet', ` reading the project ${glyphs.ellipsis}`);
	const problem = status.problems.find(isFailure);
	if (problem) {
		return paint('error', ` ${glyphs.failed} ${safe(problem.message.split('\n')[0]!)}`);
	}
	const split = status.apps.find(({conflict}) => conflict);
	if (split) {
		const label = safe(split.label);
		return paint(
			'error',
			` ${glyphs.failed} ${label} has two leaf migrations${readOnly ? '' : `: press ${keyOf('makemigrations')} to merge them`}`,
		);
	}
	const gone = idsOf(status, ({missingFile}) => missingFile);
	if (gone) return paint('error', ` ${glyphs.failed} Missing migration file: ${gone}`);
	if (status.unapplied > 0) {
		const apps = unappliedApps(status).join(', ');
		const text = ` ${glyphs.unapplied} ${plural(status.unapplied, 'unapplied migration')}: ${apps}`;
		return `${paint('error', text)}  ${unmade(status, 'changes') ?? ''}`;
	}
	return (
		unmade(status, 'Changes not in a migration') ??
		drifted(status) ??
		editedSince(status) ??
		settled(status)
	);
}

function editedSince(status: ProjectStatus): string | undefined {
	const ids = idsOf(status, ({edited}) => edited);
	return ids
		? paint('warning', ` ${glyphs.changed} Edited after it was applied: ${ids}`)
		: undefined;
}

/** `accounts.0001_initial, shop.0003_price` */
function idsOf({apps}: ProjectStatus, is: (migration: MigrationStatus) => unknown): string {
	const ids = apps.flatMap(({label, migrations}) =>
		migrations.filter(is).map(({name}) => `${label}.${name}`),
	);
	return safe(ids.join(', '));
}

function unmade({apps}: ProjectStatus, what: string): string | undefined {
	const labels = apps.filter(app => app.unmadeChanges.length > 0).map(({label}) => label);
	if (labels.length === 0) return undefined;
	return paint('warning', ` ${glyphs.changed} ${what}: ${safe(labels.join(', '))}`);
}

function drifted({drift = []}: ProjectStatus): string | undefined {
	if (drift.length === 0) return undefined;
	const labels = [...new Set(drift.map(({app}) => safe(app)))].join(', ');
	return paint('warning', ` ${glyphs.changed} The database differs from the migrations: ${labels}`);
}

function settled({apps}: ProjectStatus): string {
	const none = apps.every(({migrations}) => migrations.length === 0);
	if (apps.length === 0) return paint('quiet', ' No apps yet');
	if (none) return paint('quiet', ' No migrations yet');
	return paint('applied', ` ${glyphs.applied} All migrations are applied`);
}

function unappliedApps({apps}: ProjectStatus): string[] {
	return apps
		.filter(({migrations}) => migrations.some(({applied}) => applied === null))
		.map(({label}) => safe(label))
		.sort();
}

/** Above the tree: an unfinished migration, unapplied ones, or first steps. */
export function noticeRows(
	status: ProjectStatus,
	{columns, rows}: Size,
	readOnly: boolean,
): string[] {
	const unfinished = status.problems.find(({code}) => code === 'unfinished-migration');
	if (unfinished) {
		const text = paragraph(unfinished.message, columns, 'error');
		const next = readOnly ? [] : [keyHint(keyOf('migrate'), 'show how to continue')];
		return [...text, ...next, ''];
	}
	if (status.apps.length === 0) return ['No apps yet.', ...(readOnly ? [] : firstApp())];
	if (status.apps.every(({migrations}) => migrations.length === 0))
		return [appsWithout(status), ...(readOnly ? [] : firstSteps()), ''];
	return status.unapplied > 0 ? unappliedRows(status, columns, rows, readOnly) : [];
}

/** Django's sentence, the key that applies them, and the command line; as much of it as fits. */
function unappliedRows(
	{unapplied}: ProjectStatus,
	columns: number,
	rows: number,
	readOnly: boolean,
): string[] {
	const sentence = `You have ${unapplied} unapplied migration(s).`;
	const does = unapplied === 1 ? 'applies it' : 'applies them';
	const key = readOnly ? '' : keyHint(keyOf('migrate'), does);
	const command = paint('quiet', 'quarterdeck migrate');
	if (rows < 6) return [];
	if (rows < 10 || readOnly) {
		const texts = [`${sentence}   ${key}`, key].map(text => text.trim());
		return [texts.find(text => widthOf(text) <= columns) ?? ''];
	}
	return [sentence, `${key}   ${command}`, ''];
}

function appsWithout({apps}: ProjectStatus): string {
	return `No migrations yet. ${plural(apps.length, 'app')}.`;
}

function firstSteps(): string[] {
	return [
		'',
		step('makemigrations', 'make the first migrations', 'quarterdeck makemigrations'),
		step('migrate', 'create the tables', 'quarterdeck migrate'),
		step('createsuperuser', 'create a superuser', 'quarterdeck createsuperuser'),
	];
}

function firstApp(): string[] {
	return [
		'',
		step('palette', 'startapp blog', 'quarterdeck startapp blog'),
		step('edit', 'or add one to settings.ts', ''),
	];
}

function step(action: string, does: string, command: string): string {
	return `  ${paint('key', keyOf(action))}  ${does}  ${paint('quiet', command)}`;
}
