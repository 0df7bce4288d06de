import {warningsOfChangedFiles} from '../migrations/graph/changed-files.ts';
import {databasePlace} from '../project/database/address.ts';
import {warningText} from '../runs/event-texts.ts';
import type {
	AppStatus,
	MigrationStatus,
	ProjectStatus,
	ServerStatus,
} from '../runs/project-status.ts';
import type {Paint} from '../terminal/colours.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {filledInWords} from '../words/progress.ts';

/** The dashboard's content as text, for scripts and screen readers. */
export function statusText(status: ProjectStatus, notice: string[], paint: Paint): string {
	const lines = [
		`${paint('strong', sanitise(status.project))}  ${status.environment}  ${databaseText(status)}`,
		...notice.map(line => paint('error', line)),
		...warningsOfChangedFiles(status.apps).map(line => paint('warning', sanitise(line))),
		'',
		...status.apps.flatMap(app => [...appLines(app, paint), ...driftLines(app, status, paint)]),
		'',
		`Server: ${serverText(status.server)}`,
		...status.runs.map(run => `Running: ${sanitise(run.command)}, by ${sanitise(run.operator)}`),
		...status.operators.map(
			({user, host, tty}) =>
				`Here: ${sanitise(user)}@${sanitise(host)}${tty ? ` on ${sanitise(tty)}` : ''}`,
		),
	];
	return `${lines.join('\n')}\n`;
}

/** `sqlite db.sqlite3`, `postgresql app@db-1/blog` */
function databaseText({database}: ProjectStatus): string {
	return sanitise(`${database.driver} ${databasePlace(database)}`.trim());
}

function appLines(app: AppStatus, paint: Paint): string[] {
	const {label, migrations, files = [], unmadeChanges, notCompared, conflict} = app;
	return [
		paint('strong', label),
		...(migrations.length + files.length === 0 ? [' (no migrations)'] : []),
		...files.map(name => ` [?] ${sanitise(name)}`),
		...migrations.flatMap(migration => migrationLines(migration, paint)),
		...unmadeChanges.map(change => paint('warning', `  ~  ${change} (no migration yet)`)),
		...(notCompared ? [paint('warning', `  ~  entities not compared: ${notCompared}`)] : []),
		...(conflict ? [paint('error', ` conflict: ${conflict.join(', ')}`)] : []),
	];
}

/** The migration's warnings, indented below its name. */
function migrationLines(migration: MigrationStatus, paint: Paint): string[] {
	const {name, applied, missingFile, edited, backfill, warnings} = migration;
	const notes = [
		...(backfill ? [backfillNote(backfill)] : []),
		...(missingFile ? [paint('warning', ' FILE MISSING')] : []),
		...(edited ? [paint('warning', ' (edited since applied)')] : []),
	];
	return [
		` [${applied ? 'X' : ' '}] ${sanitise(name)}${notes.join('')}`,
		...warnings.map(warning => {
			const text = sanitise(warningText(warning));
			return warning.losesData
				? paint('error', `     !! ${text}`)
				: paint('warning', `     ! ${text}`);
		}),
	];
}

function backfillNote({filled, total}: NonNullable<MigrationStatus['backfill']>): string {
	return filled === undefined ? ' (backfill)' : ` (backfill, ${filledInWords(filled, total)})`;
}

function driftLines({label}: AppStatus, {drift = []}: ProjectStatus, paint: Paint): string[] {
	return drift
		.filter(({app}) => app === label)
		.map(({text}) => paint('warning', `  ~  ${sanitise(text)}`));
}

function serverText({state, url, since, operator, reason, logFailure}: ServerStatus): string {
	const parts = [
		state,
		url,
		since && `since ${since}`,
		operator && `by ${operator}`,
		reason,
		logFailure,
	];
	return sanitise(parts.filter(Boolean).join(', '));
}
