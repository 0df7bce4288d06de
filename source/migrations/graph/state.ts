import type {CommandError, ReportProblem} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {isEditedSince} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {migrationFilesOf} from '../files/migration-files.ts';
import {readCheckpointsOf} from '../record/backfill-table.ts';
import {readApplied} from '../record/recorder.ts';
import {MigrationGraph} from './graph.ts';
import {type MissingFile, missingFiles} from './missing-files.ts';
import {resolveReplacements} from './replacements.ts';

export interface MigrationState {
	apps: AppMigrations[];
	/** In the order in which they would be applied. */
	unapplied: {id: string; app: string}[];
}

export interface MigrationEntry {
	id: string;
	name: string;
	path: string;
	applied: Date | null;
	/** Whether the file has changed in meaning since it was applied. */
	edited?: true;
	/** It fills rows, and how many it has filled if it is not done. */
	backfill?: BackfillEntry;
	/** Why it cannot run. */
	broken?: CommandError;
	/** How many it replaces. */
	squashed?: number;
	/** Whether it is applied because all that it replaces is; the next migrate records it. */
	unrecorded?: true;
}

export interface BackfillEntry {
	filled?: number;
	/** Null where the rows could not be counted. */
	total?: number | null;
}

export interface AppMigrations {
	label: string;
	migrations: MigrationEntry[];
	/** Migrations that are recorded as applied, but have no file any more. */
	missing: MissingFile[];
	/** Paths of files that look like migrations, but whose names are none. */
	misnamed: string[];
	/** The names of the leaves if there are several. */
	conflict?: string[];
}

/**
 * The migrations on disk, with squashed ones instead of those they replace. No database is asked.
 * @param report gets what is wrong with the graph; by default it is thrown
 */
export async function loadGraph(project: Project, report?: ReportProblem): Promise<MigrationGraph> {
	const files = await migrationFilesOf(project).load();
	return new MigrationGraph(resolveReplacements(files, new Map()).files, project.apps, report);
}

/** All migrations on disk, including those that squashed ones replace. */
export async function loadFullGraph(project: Project): Promise<MigrationGraph> {
	return new MigrationGraph(await migrationFilesOf(project).load(), project.apps);
}

type Checkpoints = Awaited<ReturnType<typeof readCheckpointsOf>>;

/**
 * The migrations on disk as this database needs them, and which are applied.
 * @returns `unrecorded` are squashed migrations that are applied, but have no row of their own;
 *   `squashed` tells whether there is any squashed one
 * @param report gets what is wrong with the graph; by default it is thrown
 * @throws CommandError `database-unreachable`
 */
export async function loadMigrations(project: Project, report?: ReportProblem) {
	const [files, recorded] = await Promise.all([
		migrationFilesOf(project).load(),
		readApplied(project),
	]);
	const {files: used, applied, unrecorded} = resolveReplacements(files, recorded);
	const squashed = files.some(({replaces}) => replaces.length > 0);
	const graph = new MigrationGraph(used, project.apps, report);
	const mayBeHalfDone = used.some(({backfill, id}) => backfill && !applied.has(id));
	const checkpoints = mayBeHalfDone ? await readCheckpointsOf(project) : new Map();
	return {graph, applied, unrecorded, squashed, checkpoints: checkpoints as Checkpoints};
}

/**
 * Files and recorded names, read with the driver alone: neither MikroORM nor a migration is loaded.
 * @param report gets what is wrong with the graph; by default it is thrown
 * @throws CommandError `database-unreachable`
 */
export async function readMigrationState(
	project: Project,
	report?: ReportProblem,
): Promise<MigrationState> {
	return migrationState(project, await loadMigrations(project, report));
}

export function migrationState(
	project: Project,
	{graph, applied, unrecorded, checkpoints}: Awaited<ReturnType<typeof loadMigrations>>,
): MigrationState {
	const files = migrationFilesOf(project);
	const missing = missingFiles(project, graph, applied);
	const conflicts = new Map(graph.conflicts().map(({app, leaves}) => [app, leaves]));
	const progressOf = (id: string): BackfillEntry => {
		const {filled, total} = checkpoints.get(id) ?? {};
		return filled === undefined || applied.has(id) ? {} : {filled, total};
	};
	const entryOf = (file: MigrationFile): MigrationEntry => ({
		id: file.id,
		name: file.name,
		path: file.path,
		applied: applied.get(file.id) ?? null,
		...(isEditedSince(file, applied.fingerprints?.get(file.id)) && {edited: true}),
		...(file.backfill && {backfill: progressOf(file.id)}),
		...(file.broken && {broken: file.broken}),
		...(file.replaces.length > 0 && {squashed: file.replaces.length}),
		...(unrecorded.some(({id}) => id === file.id) && {unrecorded: true}),
	});
	return {
		apps: project.apps.map(app => ({
			label: app.label,
			migrations: graph.of(app.label).map(entryOf),
			missing: missing.filter(({app: label}) => label === app.label),
			misnamed: files.misnamed(app),
			...(conflicts.has(app.label) && {conflict: conflicts.get(app.label)}),
		})),
		unapplied: graph.order.filter(({id}) => !applied.has(id)).map(({id, app}) => ({id, app})),
	};
}

/** Django's two lines for unapplied migrations; empty when there are none. */
export function unappliedNotice({unapplied}: {unapplied: {app: string}[]}): string[] {
	if (unapplied.length === 0) return [];
	const apps = [...new Set(unapplied.map(({app}) => app))].sort();
	return [
		`You have ${unapplied.length} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): ${apps.join(', ')}.`,
		"Run 'quarterdeck migrate' to apply them.",
	];
}
