import type {Project} from '../../project/project.ts';
import type {AppChanges} from '../detect/autodetector.ts';
import {slugOf} from '../detect/operations.ts';
import {MigrationGraph} from '../graph/graph.ts';
import {releasersOf, releasing} from './break-cycles.ts';
import type {ChangesTogether} from './combine-dialects.ts';
import {type NewMigration, newMigrationPath, numbered} from './writer.ts';

/**
 * Gives changes their names and their places behind the migrations that are there. Each depends on the one of its app before it; on the last one of each app whose tables are referenced,
 * of those that are made now on the first, which makes the tables; and where a table goes, on those
 * that take away the keys to it.
 */
export function placed(
	changes: ChangesTogether[],
	graph: MigrationGraph,
	name?: string,
): NewMigration[] {
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
	const dependenciesOf = (change: ChangesTogether) => {
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

/** @throws CommandError `circular-dependency`, `missing-dependency` */
export function verifyOrder(project: Project, graph: MigrationGraph, made: NewMigration[]): void {
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
