import type {TableSnapshot} from '../schema/snapshot.ts';
import {tableKey} from '../schema/table-key.ts';

/**
 * A table's part of a snapshot, from MikroORM's data of it.
 * @param names of the columns, in their order
 * @param entities by the keys of their tables
 * @param partitioning is no part of MikroORM's data
 */
export function tableSnapshot(
	table: any,
	names: string[],
	entities: Map<string, any>,
	partitioning?: any,
): TableSnapshot {
	const meta = entities.get(tableKey(table));
	return {
		name: table.name,
		entity: meta && !meta.pivotTable ? meta.className : table.name,
		schema: table.schema,
		comment: table.comment,
		columns: columnsOf(table, names, propertiesByColumn(meta)),
		indexes: table.indexes ?? [],
		checks: table.checks ?? [],
		triggers: table.triggers ?? [],
		foreignKeys: table.foreignKeys ?? {},
		policies: table.policies,
		rlsEnabled: table.rlsEnabled,
		rlsForced: table.rlsForced,
		partitioning,
	};
}

/** Each says its property, where that has another name. */
function columnsOf(table: any, names: string[], properties: Map<string, string>): any {
	const columns = names.map(name => {
		const {name: _, ...column} = table.columns[name];
		const property = properties.get(name);
		const isNamedApart = property !== undefined && property !== name;
		return [name, {name, ...(isNamedApart && {property}), ...column}];
	});
	return Object.fromEntries(columns);
}

function propertiesByColumn(meta: any): Map<string, string> {
	const properties = new Map<string, string>();
	for (const {name, fieldNames = []} of meta?.props ?? []) {
		for (const column of fieldNames) if (!properties.has(column)) properties.set(column, name);
	}
	return properties;
}
