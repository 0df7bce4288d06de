import {CommandError} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import type {Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';
import {type AppChanges, detectChanges} from './autodetector.ts';
import {releasersOf, releasing, withoutCircles} from './circles.ts';
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
	const made = named(withoutCircles(changes), graph, name);
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

/**
 * Each depends on the one of its app before it; on the last one of each app whose tables are referenced,
 * of those that are made now on the first, which makes the tables; and where a table goes, on those
 * that take away the keys to it.
 */
function named(changes: AppChanges[], graph: MigrationGraph, name?: string): NewMigration[] {
	const steps = Map.groupBy(changes, ({app}) => app.label);
	const ids = new Map<AppChanges, string>();
	const made = changes.map(change => {
		const {app, operations} = change;
		const index = steps.get(app.label)!.indexOf(change);
		const isFirst = index + graph.of(app.label).length === 0;
		const slug = (index === 0 && name) || (isFirst ? 'initial' : slugOf(operations));
		const migration = {...change, name: numbered(slug, app, graph, index), dependencies: []};
		ids.set(change, idOf(migration));
		return migration;
	});
	const last = (label: string) => graph.leaves(label).map(({id}) => id);
	const dependenciesOf = (change: AppChanges) => {
		const mine = steps.get(change.app.label)!;
		const before = mine[mine.indexOf(change) - 1];
		const references = change.references.flatMap(label => {
			const [first] = steps.get(label) ?? [];
			return first ? [ids.get(first)!] : last(label);
		});
		const releasers = releasersOf(change, steps).map(
			label => ids.get(releasing(steps.get(label)!, change.removed)!)!,
		);
		return [...(before ? [ids.get(before)!] : last(change.app.label)), ...references, ...releasers];
	};
	return made.map((migration, index) => ({
		...migration,
		dependencies: [...new Set(dependenciesOf(changes[index]!))],
	}));
}

function idOf({app, name}: Pick<NewMigration, 'app' | 'name'>): string {
	return `${app.label}.${name}`;
}

function verifyOrder(project: Project, graph: MigrationGraph, made: NewMigration[]): void {
	const files = made.map(migration => ({
		id: idOf(migration),
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
