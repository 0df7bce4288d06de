import type {ProjectStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {unappliedApps} from './to-do.ts';

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
	return status.unapplied > 0 ? unappliedRows(status, columns, rows) : [];
}

/** Django's two lines, in red, if there is room; of many apps only the first ones. */
function unappliedRows(status: ProjectStatus, columns: number, rows: number): string[] {
	const apps = unappliedApps(status);
	const all = redLines(status, apps.join(', '), columns);
	const few = `${apps.slice(0, 3).join(', ')} and ${apps.length - 3} more`;
	const lines = all.length > 6 && apps.length > 4 ? redLines(status, few, columns) : all;
	if (rows - lines.length >= 8) return [...lines, ''];
	return rows - lines.length >= 4 ? lines : [];
}

function redLines({unapplied}: ProjectStatus, apps: string, columns: number): string[] {
	const text = [
		`You have ${unapplied} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): ${apps}.`,
		"Run 'quarterdeck migrate' to apply them.",
	];
	return text.flatMap(line => paragraph(line, columns, 'error'));
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
