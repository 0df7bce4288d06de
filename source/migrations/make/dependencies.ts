import type {Project} from '../../project/project.ts';
import {slugOf} from '../detect/operations.ts';
import {MigrationGraph} from '../graph/graph.ts';
import {releasersOf} from './break-cycles.ts';
import type {CombinedChanges} from './combine-dialects.ts';
import {type NewMigration, newMigrationPath, numbered} from './writer.ts';

/**
 * Names the changes and adds their dependencies. Each depends on the one before it in its app; on the
 * last one of each app whose tables it references (of those made now on the first, which makes the
 * tables); and if it drops a table, on those that drop the foreign keys to it.
 */
export function migrationsOf(
	changes: CombinedChanges[],
	graph: MigrationGraph,
	name?: string,
): NewMigration[] {
	const steps = Map.groupBy(changes, ({app}) => app.label);
	const nameOf = (change: CombinedChanges) => {
		const {app, operations} = change;
		const index = steps.get(app.label)!.indexOf(change);
		const isFirst = index + graph.of(app.label).length === 0;
		const slug = (index === 0 && name) || (isFirst ? 'initial' : slugOf(operations));
		return numbered(slug, app, graph, index);
	};
	const idOf = (change: CombinedChanges) => `${change.app.label}.${nameOf(change)}`;
	const last = (label: string) => graph.leaves(label).map(({id}) => id);
	return changes.map(change => {
		const {label} = change.app;
		const before = steps.get(label)![steps.get(label)!.indexOf(change) - 1];
		const references = change.references.flatMap(other => {
			const [first] = steps.get(other) ?? [];
			return first ? idOf(first) : last(other);
		});
		const releasers = releasersOf(change, steps).map(idOf);
		const mine = before ? [idOf(before)] : graph.ends(label).map(({id}) => id);
		const dependencies = [...new Set([...mine, ...references, ...releasers])];
		return {...change, name: nameOf(change), dependencies};
	});
}

/** @throws CommandError `circular-dependency`, `missing-dependency` */
export function verifyOrder({apps}: Project, graph: MigrationGraph, made: NewMigration[]): void {
	const files = made.map(migration => ({
		id: `${migration.app.label}.${migration.name}`,
		app: migration.app.label,
		name: migration.name,
		path: newMigrationPath(migration),
		dependencies: migration.dependencies,
		replaces: [],
	}));
	new MigrationGraph([...graph.order, ...files], apps);
}
