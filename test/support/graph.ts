import {MigrationGraph} from '../../source/migrations/graph/graph.ts';

/** A graph of migrations that exist by name only, of the apps a, b and c. */
export function graphOf(dependencies: Record<string, string[]>): MigrationGraph {
	const files = Object.entries(dependencies).map(([id, dependencies]) => {
		const [app, name] = id.split('.') as [string, string];
		return {id, app, name, path: `/${app}/migrations/${name}.ts`, dependencies, replaces: []};
	});
	return new MigrationGraph(files, [{label: 'a'}, {label: 'b'}, {label: 'c'}]);
}
