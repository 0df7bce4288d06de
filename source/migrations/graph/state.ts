import type {Project} from '../../project/project.ts';
import {isEditedSince} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {migrationFilesOf} from '../files/migration-files.ts';
import {type Applied, readApplied} from '../record/recorder.ts';
import {MigrationGraph} from './graph.ts';
import {type MissingFile, missingFiles} from './missing-files.ts';
import {resolveReplacements} from './replacements.ts';

export interface MigrationState {
	apps: AppMigrations[];
	/** What is not applied, in the order in which it would be. */
	unapplied: {id: string; app: string}[];
}

export interface MigrationEntry {
	id: string;
	name: string;
	path: string;
	applied: Date | null;
	/** The file says something else than when it was applied. */
	edited?: true;
	/** How many it replaces. */
	squashed?: number;
	/** Applied, because all it replaces is; the next migrate records it. */
	unrecorded?: true;
}

export interface AppMigrations {
	label: string;
	migrations: MigrationEntry[];
	/** Recorded as applied, but the file is gone. */
	missing: MissingFile[];
	/** Paths of files whose names begin as a migration's, and that nothing reads as one. */
	misnamed: string[];
	/** The names of the leaves when there is more than one. */
	conflict?: string[];
}

export interface LoadedMigrations {
	graph: MigrationGraph;
	applied: Applied;
	/** Squashed migrations that are applied by all that they replace, without a row of their own. */
	unrecorded: MigrationFile[];
	/** Whether there is a squashed one at all. */
	squashed: boolean;
}

/**
 * The migrations on disk, a squashed one in place of those it replaces. No database is asked.
 * @throws CommandError what is wrong with the graph
 */
export async function loadGraph(project: Project): Promise<MigrationGraph> {
	return graphOf(
		project,
		resolveReplacements(await migrationFilesOf(project).load(), new Map()).files,
	);
}

/** All of them, those that a squashed one replaces as well. */
export async function loadFullGraph(project: Project): Promise<MigrationGraph> {
	return graphOf(project, await migrationFilesOf(project).load());
}

/**
 * The migrations on disk as this database needs them, and which are applied.
 * @throws CommandError `database-unreachable`, or what is wrong with the graph
 */
export async function loadMigrations(project: Project): Promise<LoadedMigrations> {
	const [files, recorded] = await Promise.all([
		migrationFilesOf(project).load(),
		readApplied(project),
	]);
	const {files: standing, applied, unrecorded} = resolveReplacements(files, recorded);
	const squashed = files.some(({replaces}) => replaces.length > 0);
	return {graph: graphOf(project, standing), applied, unrecorded, squashed};
}

function graphOf({apps}: Project, files: MigrationFile[]): MigrationGraph {
	return new MigrationGraph(
		files,
		apps.map(({label}) => label),
	);
}

/**
 * Files and recorded names, read with the driver alone: neither MikroORM nor a migration is loaded.
 * @throws CommandError `database-unreachable`, or what is wrong with the migrations' graph
 */
export async function readMigrationState(project: Project): Promise<MigrationState> {
	return migrationState(project, await loadMigrations(project));
}

export function migrationState(
	project: Project,
	{graph, applied, unrecorded}: LoadedMigrations,
): MigrationState {
	const files = migrationFilesOf(project);
	const missing = missingFiles(project, graph, applied);
	const conflicts = new Map(graph.conflicts().map(({app, leaves}) => [app, leaves]));
	return {
		apps: project.apps.map(app => ({
			label: app.label,
			migrations: graph.of(app.label).map(file => ({
				id: file.id,
				name: file.name,
				path: file.path,
				applied: applied.get(file.id) ?? null,
				...(!file.migration &&
					isEditedSince(file, applied.fingerprints?.get(file.id)) && {
						edited: true as const,
					}),
				...(file.replaces.length > 0 && {squashed: file.replaces.length}),
				...(unrecorded.some(({id}) => id === file.id) && {unrecorded: true as const}),
			})),
			missing: missing.filter(({app: label}) => label === app.label),
			misnamed: files.misnamed(app),
			...(conflicts.has(app.label) && {conflict: conflicts.get(app.label)!}),
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
