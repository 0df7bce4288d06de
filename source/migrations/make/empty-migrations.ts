import type {App} from '../../project/apps/app-registry.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {readSnapshot} from '../schema/snapshot.ts';
import {otherDialects} from './other-dialects.ts';
import {type NewMigration, numbered} from './writer.ts';

/** A migration that joins the leaves of each app that has several. */
export async function mergeMigrations(
	project: Project,
	apps: App[],
	name?: string,
): Promise<NewMigration[]> {
	const graph = await loadGraph(project);
	return graph.conflicts().flatMap(({app: label, leaves}) => {
		const app = apps.find(candidate => candidate.label === label);
		if (!app) return [];
		const slug = name ?? `merge_${leaves.join('_')}`.slice(0, 60);
		const {driver} = project.settings.database;
		return [emptyMigration(app, numbered(slug, app, graph), graph, driver)];
	});
}

/** A migration without a statement, after the app's leaves. */
export function emptyMigration(
	app: App,
	name: string,
	graph: MigrationGraph,
	driver: Driver,
	dialects?: Driver[],
): NewMigration {
	const statements = {up: [], down: []};
	return {
		app,
		name,
		dependencies: graph.leaves(app.label).map(({id}) => id),
		operations: [],
		...statements,
		snapshot: readSnapshot(app, driver, graph),
		others: otherDialects(app, graph, driver, dialects).map(other => ({
			driver: other,
			...statements,
			snapshot: readSnapshot(app, other, graph),
		})),
	};
}
