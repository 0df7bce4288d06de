import type {App} from '../../project/apps/app-registry.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {type MigrationGraph, refuseConflicts} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {readSnapshot} from '../schema/snapshot.ts';
import {otherDialects} from './other-dialects.ts';
import {emptyPlainMigrations} from './plain-make.ts';
import {type NewMigration, numbered} from './writer.ts';

/** A migration without a statement for each app, to be written by hand. */
export async function emptyMigrations(
	project: Project,
	apps: App[],
	name?: string,
	dialects?: Driver[],
): Promise<NewMigration[]> {
	const graph = await loadGraph(project);
	refuseConflicts(graph);
	if (project.kind === 'mikro-orm') return emptyPlainMigrations(project, graph, name);
	return apps.map(app =>
		blank(app, numbered(name ?? 'auto', app, graph), project, graph, dialects),
	);
}

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
		return [blank(app, numbered(slug, app, graph), project, graph)];
	});
}

function blank(
	app: App,
	name: string,
	project: Project,
	graph: MigrationGraph,
	dialects?: Driver[],
): NewMigration {
	const leaves = graph.leaves(app.label);
	const {driver} = project.settings.database;
	const statements = {up: [], down: []};
	return {
		app,
		name,
		dependencies: leaves.map(({id}) => id),
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
