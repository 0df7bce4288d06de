import type {Driver} from '../../project/settings/settings.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {ForeignKeySnapshot, Snapshot, TableSnapshot} from '../schema/snapshot.ts';

/** Renames a table in the snapshot, and wherever a foreign key names it. */
export function renameTable(
	snapshot: Snapshot,
	table: TableSnapshot,
	name: string,
	driver: Driver,
): void {
	const old = table.name;
	const renamed = (text: string) =>
		text === old || text.endsWith(`.${old}`) ? text.slice(0, -old.length) + name : text;
	table.name = name;
	for (const key of snapshot.tables.flatMap(({foreignKeys}) => Object.values(foreignKeys))) {
		key.localTableName = renamed(key.localTableName);
		key.referencedTableName = renamed(key.referencedTableName);
	}
	// Foreign keys of SQLite have no names, so MikroORM expects those of the new table; others keep theirs.
	if (driver !== 'sqlite') return;
	renameKeys(table, key => key.constraintName.replace(old, () => name));
}

/** Renames a column in the snapshot, and wherever an index or a foreign key names it. */
export function renameColumn(
	snapshot: Snapshot,
	table: TableSnapshot,
	old: string,
	name: string,
	orm: MikroOrm,
): void {
	const renamed = (text: string) => (text === old ? name : text);
	table.columns = Object.fromEntries(
		Object.entries(table.columns).map(([key, column]) =>
			key === old ? [name, {...column, name, property: undefined}] : [key, column],
		),
	);
	for (const index of table.indexes) index.columnNames = index.columnNames.map(renamed);
	renameInExpressions(table, old, name);
	for (const other of snapshot.tables) {
		for (const key of Object.values(other.foreignKeys)) {
			if (other === table) {
				key.columnNames = key.columnNames.map(renamed);
				if (key.columnName) key.columnName = renamed(key.columnName);
			}
			if (key.referencedTableName.split('.').pop() === table.name) {
				key.referencedColumnNames = key.referencedColumnNames.map(renamed);
			}
		}
	}
	if (orm.driverName !== 'sqlite') return;
	renameKeys(table, key => orm.indexName(table.name, key.columnNames, 'foreign'));
}

/** A database does the same by itself when it renames a column. */
function renameInExpressions(table: TableSnapshot, old: string, name: string): void {
	const word = new RegExp(`'(?:[^']|'')*'|(?<![\\w$])${old.replace(/\W/g, '\\$&')}(?![\\w$])`, 'g');
	const parts = [
		...Object.values(table.columns),
		...table.checks,
		...table.indexes,
		...(table.policies ?? []),
	] as Record<string, unknown>[];
	for (const part of parts) {
		if (part.columnName === old) part.columnName = name;
		for (const key of ['expression', 'definition', 'generated', 'where', 'using', 'check']) {
			const text = part[key];
			if (typeof text !== 'string') continue;
			part[key] = text.replace(word, found => (found === old ? name : found));
		}
	}
}

function renameKeys(table: TableSnapshot, nameOf: (key: ForeignKeySnapshot) => string): void {
	table.foreignKeys = Object.fromEntries(
		Object.values(table.foreignKeys).map(key => {
			const constraintName = nameOf(key);
			return [constraintName, {...key, constraintName}];
		}),
	);
}
