import type {Project} from '../project/open.ts';
import {isEditedSince} from './fingerprints.ts';
import {MigrationGraph} from './graph.ts';
import {loadMigrationFiles} from './loader.ts';
import {type Applied, readApplied} from './recorder.ts';

export interface MigrationState {
	apps: AppMigrations[];
	/** Ids (`accounts.0001_initial`) of what is not applied, in the order in which it would be. */
	unapplied: string[];
}

export interface AppMigrations {
	label: string;
	/** `edited` when the file says something else than when it was applied. */
	migrations: {id: string; name: string; path: string; applied: Date | null; edited?: true}[];
	/** Recorded as applied, but the file is gone. */
	missing: {name: string; applied: Date}[];
	/** The names of the leaves when there is more than one. */
	conflict?: string[];
}

/** @throws CommandError what is wrong with the graph */
export async function loadGraph({apps, root}: Project): Promise<MigrationGraph> {
	const files = await loadMigrationFiles(apps, root);
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
	const [graph, applied] = await Promise.all([loadGraph(project), readApplied(project)]);
	return migrationState(project, graph, applied);
}

export function migrationState(
	project: Project,
	graph: MigrationGraph,
	applied: Applied,
): MigrationState {
	const conflicts = new Map(graph.conflicts().map(({app, leaves}) => [app, leaves]));
	return {
		apps: project.apps.map(({label}) => ({
			label,
			migrations: graph.of(label).map(({id, name, path}) => ({
				id,
				name,
				path,
				applied: applied.get(id) ?? null,
				...(isEditedSince(path, applied.fingerprints?.get(id)) && {edited: true as const}),
			})),
			missing: missingOf(label, graph, applied),
			...(conflicts.has(label) && {conflict: conflicts.get(label)!}),
		})),
		unapplied: graph.order.filter(({id}) => !applied.has(id)).map(({id}) => id),
	};
}

/** Django's two lines for unapplied migrations; empty when there are none. */
export function unappliedNotice({unapplied}: Pick<MigrationState, 'unapplied'>): string[] {
	if (unapplied.length === 0) return [];
	const apps = [...new Set(unapplied.map(id => id.slice(0, id.indexOf('.'))))].sort();
	return [
		`You have ${unapplied.length} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): ${apps.join(', ')}.`,
		"Run 'quarterdeck migrate' to apply them.",
	];
}

function missingOf(
	label: string,
	graph: MigrationGraph,
	applied: Applied,
): AppMigrations['missing'] {
	return [...applied]
		.filter(([id]) => id.startsWith(`${label}.`) && !graph.get(id))
		.map(([id, time]) => ({name: id.slice(label.length + 1), applied: time}));
}
