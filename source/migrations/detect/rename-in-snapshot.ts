import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {ForeignKeySnapshot, Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import {type TableName, tableKey} from '../schema/table-key.ts';

/** Renames a table in the snapshot or moves it to another schema, and wherever a foreign key names it. */
export function renameTable(
	snapshot: Snapshot,
	table: TableSnapshot,
	{name, schema}: TableName,
	orm: Pick<MikroOrm, 'driverName'>,
): void {
	const [old, oldKey, key] = [table.name, tableKey(table), tableKey({schema, name})];
	const renamed = (text: string) => (text === oldKey ? key : text);
	table.name = name;
	if (schema) table.schema = schema;
	for (const key of snapshot.tables.flatMap(({foreignKeys}) => Object.values(foreignKeys))) {
		key.localTableName = renamed(key.localTableName);
		key.referencedTableName = renamed(key.referencedTableName);
	}
	// Foreign keys of SQLite have no names, so MikroORM expects those of the new table; others keep theirs.
	if (orm.driverName !== 'sqlite') return;
	renameKeys(table, key => key.constraintName.replace(old, () => name));
}

/**
 * Renames a column in the snapshot, and wherever a key or an index names it. Texts that name it are no
 * part of the snapshot by then.
 */
export function renameColumn(
	snapshot: Snapshot,
	table: TableSnapshot,
	old: string,
	name: string,
	orm: Pick<MikroOrm, 'driverName' | 'indexName'>,
): void {
	const renamed = (text: string) => (text === old ? name : text);
	table.columns = Object.fromEntries(
		Object.entries(table.columns).map(([key, column]) =>
			key === old ? [name, {...column, name, property: undefined}] : [key, column],
		),
	);
	for (const index of table.indexes) {
		index.columnNames = index.columnNames.map(renamed);
		index.include = index.include?.map(renamed);
		index.columns = index.columns?.map(one => ({...one, name: renamed(one.name)}));
	}
	for (const check of table.checks) if (check.columnName === old) check.columnName = name;
	const key = tableKey(table);
	for (const other of snapshot.tables) {
		for (const foreign of Object.values(other.foreignKeys)) {
			if (other === table) {
				foreign.columnNames = foreign.columnNames.map(renamed);
				if (foreign.columnName) foreign.columnName = renamed(foreign.columnName);
			}
			if (foreign.referencedTableName === key) {
				foreign.referencedColumnNames = foreign.referencedColumnNames.map(renamed);
			}
		}
	}
	if (orm.driverName !== 'sqlite') return;
	renameKeys(table, key => orm.indexName(table.name, key.columnNames, 'foreign'));
}

function renameKeys(table: TableSnapshot, nameOf: (key: ForeignKeySnapshot) => string): void {
	table.foreignKeys = Object.fromEntries(
		Object.values(table.foreignKeys).map(key => {
			const constraintName = nameOf(key);
			return [constraintName, {...key, constraintName}];
		}),
	);
}
