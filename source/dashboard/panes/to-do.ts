import type {MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {safe} from '../drawing/foreign-text.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {StatusState, Viewer} from '../state/state.ts';

/** The next thing to do about the project, in one sentence. */
export function todo(state: StatusState, {readOnly}: Pick<Viewer, 'readOnly'>): string {
	const {status} = state;
	if (state.lost) return paint('error', ` ${glyphs.failed} ${safe(state.lost)}`);
	if (!status) return paint('quiet', ` reading the project ${glyphs.ellipsis}`);
	const [problem] = status.problems;
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

/** In alphabetical order. */
export function unappliedApps({apps}: ProjectStatus): string[] {
	return apps
		.filter(({migrations}) => migrations.some(({applied}) => applied === null))
		.map(({label}) => safe(label))
		.sort();
}
