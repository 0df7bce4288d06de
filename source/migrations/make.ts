import {CommandError} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import type {Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';
import {type AppChanges, detectChanges} from './autodetector.ts';
import {MigrationGraph, refuseConflicts} from './graph.ts';
import {overMikroOrm} from './mikro-orm.ts';
import {slugOf} from './operations.ts';
import {emptyPlainMigrations, plainMigrations} from './plain/make.ts';
import {readPlainSnapshot} from './plain/snapshot.ts';
import type {Questioner} from './questioner.ts';
import {emptySnapshot, readSnapshot} from './snapshot.ts';
import {loadGraph} from './state.ts';
import {type NewMigration, newMigrationPath, numbered} from './writer.ts';

export interface MakeOptions {
	/** The apps to look at. */
	apps: App[];
	questioner: Questioner;
	/** What stands behind the number, in place of what the operations suggest. */
	name?: string;
}

/**
 * A migration for each app whose entities have changed; nothing is written.
 * @throws CommandError `migration-conflict`, `snapshot`, or a circle of dependencies
 */
export async function newMigrations(
	project: Project,
	open: OpenOrm,
	{apps, questioner, name}: MakeOptions,
): Promise<NewMigration[]> {
	const graph = await loadGraph(project);
	refuseConflicts(graph);
	const changes = await changesOf(project, open, apps, graph, questioner);
	if (project.mikroOrm) return plainMigrations(project, open, changes, graph, name);
	const names = new Map(
		changes.map(({app, operations}) => {
			const first = graph.of(app.label).length === 0;
			return [app.label, numbered(name ?? (first ? 'initial' : slugOf(operations)), app, graph)];
		}),
	);
	const made = changes.map(change => ({
		...change,
		name: names.get(change.app.label)!,
		dependencies: dependenciesOf(change, names, graph),
	}));
	verifyOrder(project, graph, made);
	return made;
}

/** A migration without a statement for each app, to be written by hand. */
export async function emptyMigrations(
	project: Project,
	apps: App[],
	name?: string,
): Promise<NewMigration[]> {
	const graph = await loadGraph(project);
	refuseConflicts(graph);
	if (project.mikroOrm) return emptyPlainMigrations(project, graph, name);
	return apps.map(app => blank(app, numbered(name ?? 'auto', app, graph), project, graph));
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

/** What has changed in each of the apps; those without a change are left out. */
export async function changesOf(
	project: Project,
	open: OpenOrm,
	apps: App[],
	graph: MigrationGraph,
	questioner: Questioner,
): Promise<AppChanges[]> {
	const orm = await overMikroOrm(project, open);
	const changes: AppChanges[] = [];
	for (const app of apps) {
		const before = project.mikroOrm
			? await readPlainSnapshot(project, orm, graph)
			: readSnapshot(app, orm.driverName, graph);
		const change = await detectChanges(app, before, orm, questioner);
		if (change) changes.push(change);
	}
	return changes;
}

function blank(app: App, name: string, project: Project, graph: MigrationGraph): NewMigration {
	const leaves = graph.leaves(app.label);
	const {driver} = project.settings.database;
	return {
		app,
		name,
		dependencies: leaves.map(({id}) => id),
		operations: [],
		up: [],
		down: [],
		snapshot: leaves.length > 0 ? readSnapshot(app, driver, graph) : emptySnapshot(),
	};
}

/** The app's last migration, and the last one of each app whose tables are referenced. */
function dependenciesOf(
	{app, references}: AppChanges,
	names: Map<string, string>,
	graph: MigrationGraph,
): string[] {
	const own = graph.leaves(app.label).map(({id}) => id);
	const others = references.flatMap(label =>
		names.has(label) ? [`${label}.${names.get(label)}`] : graph.leaves(label).map(({id}) => id),
	);
	return [...own, ...others];
}

function verifyOrder(project: Project, graph: MigrationGraph, made: NewMigration[]): void {
	const files = made.map(migration => ({
		id: `${migration.app.label}.${migration.name}`,
		app: migration.app.label,
		name: migration.name,
		path: newMigrationPath(migration),
		dependencies: migration.dependencies,
		replaces: [],
	}));
	new MigrationGraph(
		[...graph.order, ...files],
		project.apps.map(({label}) => label),
	);
}

/** @throws CommandError `migration-name`, in the sense of Django */
export function verifyName(name: string): void {
	if (/^[A-Za-z_]\w*$/.test(name)) return;
	throw new CommandError('The migration name must be a valid identifier.', {
		code: 'migration-name',
		hint: 'Use letters, digits and underscores, and no digit in front.',
	});
}
