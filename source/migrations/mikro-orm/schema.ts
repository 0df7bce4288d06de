import type {Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import {type TableName, tableKey} from '../schema/table-key.ts';
import {givePart, verifyHas} from './capabilities.ts';
import type {Internals} from './internals.ts';

/** One of MikroORM's schema objects from plain data. */
export function schemaFrom(
	internals: Internals,
	{tables, namespaces, nativeEnums, views, routines = []}: Snapshot,
): any {
	const {library, platform, config} = internals;
	const schema = new library.DatabaseSchema(platform, config.get('schema'));
	schema.setTables(tables.map(table => tableFrom(internals, table, nativeEnums)));
	schema.setNamespaces(new Set(namespaces));
	schema.setNativeEnums(nativeEnums);
	schema.setViews(views);
	for (const routine of routines)
		givePart(schema, 'addRoutine', routine, `routine ${routine.name}`);
	return schema;
}

function tableFrom(
	{library, platform}: Internals,
	{name, schema, comment, ...parts}: TableSnapshot,
	nativeEnums: Snapshot['nativeEnums'],
): any {
	const {DatabaseTable, Type, types, UnknownType} = library;
	const table = new DatabaseTable(platform, name, schema);
	table.nativeEnums = nativeEnums;
	table.comment = comment;
	table.setIndexes(structuredClone(parts.indexes));
	table.setChecks(structuredClone(parts.checks));
	table.setForeignKeys(structuredClone(parts.foreignKeys));
	givePart(table, 'setTriggers', parts.triggers, `triggers on ${name}`);
	// MikroORM leaves the roles out where they are the usual ones.
	const policies = parts.policies?.map(policy => ({roles: [], ...policy})) ?? [];
	givePart(table, 'setPolicies', policies, `policies on ${name}`);
	if (parts.rlsEnabled) verifyHas(table, 'setPolicies', `row level security on ${name}`);
	table.rlsEnabled = parts.rlsEnabled ?? false;
	table.rlsForced = parts.rlsForced ?? false;
	givePart(table, 'setPartitioning', parts.partitioning, `partitions of ${name}`);
	const composite = parts.indexes.some(index => index.primary && index.composite);
	for (const {property, ...column} of Object.values(parts.columns)) {
		const mappedType = Type.getType(types[column.mappedType] ?? UnknownType);
		// The data say it of each column of a composite key, which SQLite would take literally.
		const primary = column.primary === true && !composite;
		table.addColumn({...structuredClone(column), mappedType, primary});
	}
	return table;
}

/** MikroORM takes a table or view for one of the same name in another schema. */
export function tellingSchemasApart({platform}: Internals, schema: any): any {
	const usual = platform.getDefaultSchemaName();
	if (usual === undefined) return schema;
	const byName = (list: TableName[]) =>
		new Map(
			list.flatMap(one => {
				const names = [tableKey(one), ...(one.schema === usual ? [one.name] : [])];
				return names.map(name => [name, one] as const);
			}),
		);
	const [tables, views] = [byName(schema.getTables()), byName(schema.getViews())];
	schema.getTable = (name: string) => tables.get(name);
	schema.getView = (name: string) => views.get(name);
	schema.hasView = (name: string) => views.has(name);
	return schema;
}

/**
 * MikroORM takes one removed and one added column of a type for a rename; the autodetector asks. It takes
 * foreign keys for one whose names differ only in case, and would drop the old one by the new name.
 */
export function withoutGuesses(difference: any): any {
	for (const change of Object.values<any>(difference.changedTables)) {
		for (const [old, column] of Object.entries<any>(change.renamedColumns)) {
			delete change.renamedColumns[old];
			change.removedColumns[old] = change.fromTable.getColumn(old);
			change.addedColumns[column.name] = column;
		}
		const keys = Object.entries<any>(change.fromTable.getForeignKeys());
		for (const [name, key] of Object.entries<any>(change.changedForeignKeys)) {
			const isSame = ([old]: [string, any]) => old.toLowerCase() === name.toLowerCase();
			const [old, before] = keys.find(([old]) => old === name) ?? keys.find(isSame) ?? [name];
			if (old === name || !before) continue;
			delete change.changedForeignKeys[name];
			change.removedForeignKeys[old] = before;
			change.addedForeignKeys[name] = key;
		}
	}
	return difference;
}
