import type {Project} from '../project/open.ts';
import {MigrationGraph} from './graph.ts';
import {loadMigrationFiles} from './loader.ts';
import {type Applied, readApplied} from './recorder.ts';

export interface MigrationState {
	apps: AppMigrations[];
	/** What is not applied, in the order in which it would be. */
	unapplied: {id: string; app: string}[];
}

export interface AppMigrations {
	label: string;
	migrations: {id: string; name: string; path: string; applied: Date | null}[];
	/** Recorded as applied, but the file is gone. */
	missing: {name: string; applied: Date}[];
	/** The names of the leaves when there is more than one. */
	conflict?: string[];
}

/** @throws CommandError what is wrong with the graph */
export async function loadGraph(project: Project): Promise<MigrationGraph> {
	const {apps, root, mikroOrm} = project;
	const files = mikroOrm
		? await (await import('./plain/files.ts')).plainMigrationFiles(project)
		: await loadMigrationFiles(apps, root);
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
			})),
			missing: missingOf(project.mikroOrm ? '' : `${label}.`, graph, applied),
			...(conflicts.has(label) && {conflict: conflicts.get(label)!}),
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

/** @param prefix what the ids of the app begin with */
function missingOf(
	prefix: string,
	graph: MigrationGraph,
	applied: Applied,
): AppMigrations['missing'] {
	return [...applied]
		.filter(([id]) => id.startsWith(prefix) && !graph.get(id))
		.map(([id, time]) => ({name: id.slice(prefix.length), applied: time}));
}
