import {
	emptySnapshot,
	type Snapshot,
	type TableSnapshot,
} from '../../source/migrations/schema/snapshot.ts';

/**
 * A table of a snapshot, as MikroORM's names have it.
 * @param columns their types, by name
 * @param keys the tables that columns refer to, by column
 */
export function tableOf(
	name: string,
	columns: Record<string, string>,
	keys: Record<string, string> = {},
): TableSnapshot {
	return {
		name,
		entity: name[0]!.toUpperCase() + name.slice(1),
		columns: Object.fromEntries(
			Object.entries(columns).map(([name, type]) => [name, {name, type, mappedType: type}]),
		),
		indexes: [],
		checks: [],
		triggers: [],
		foreignKeys: Object.fromEntries(
			Object.entries(keys).map(([column, table]) => {
				const constraintName = `${name}_${column}_foreign`;
				const key = {constraintName, localTableName: name, referencedTableName: table};
				return [constraintName, {...key, columnNames: [column], referencedColumnNames: ['id']}];
			}),
		),
	};
}

export function snapshotOf(...tables: TableSnapshot[]): Snapshot {
	return {...emptySnapshot(), tables};
}
