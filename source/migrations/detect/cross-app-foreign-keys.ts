import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import type {ForeignKeySnapshot, Snapshot} from '../schema/snapshot.ts';
import {tableKey} from '../schema/table-key.ts';

/** @returns labels of other apps whose tables are newly referenced */
export function newlyReferenced(
	difference: SchemaDifference,
	app: string,
	orm: MikroOrm,
): string[] {
	// The migration that added an older key has the dependency already.
	const keys = [
		...Object.values<any>(difference.newTables).map(table => table.getForeignKeys()),
		...Object.values<any>(difference.changedTables).flatMap(change => [
			change.addedForeignKeys,
			change.changedForeignKeys,
		]),
	].flatMap(record => Object.values<any>(record));
	const owners = new Set(keys.map(key => orm.target.ownerOf(key.referencedTableName)));
	return [...owners].filter(label => label !== undefined && label !== app) as string[];
}

/** @returns the tables that are dropped, and those that a foreign key to is dropped */
export function droppedBy(difference: SchemaDifference): {removed: string[]; released: string[]} {
	const removed = Object.values<any>(difference.removedTables);
	const keys = [
		...removed.map(table => table.getForeignKeys()),
		...Object.values<any>(difference.changedTables).map(change => change.removedForeignKeys),
		difference.orphanedForeignKeys,
	].flatMap(record => Object.values<any>(record));
	return {
		removed: removed.map(tableKey),
		released: keys.map(key => key.referencedTableName),
	};
}

/** The schema before a change, without the keys to these tables. */
export function withoutKeysTo(before: Snapshot, tables: string[]): Snapshot {
	return withKeys(before, key => !tables.includes(key.referencedTableName));
}

/** The schema after a change, without the new keys to foreign tables. */
export function withoutNewKeysTo(
	after: Snapshot,
	before: Snapshot,
	isForeign: (table: string) => boolean,
): Snapshot {
	const old = new Map(before.tables.map(table => [tableKey(table), table.foreignKeys]));
	return withKeys(after, (key, table) => {
		const isOld = Object.hasOwn(old.get(table) ?? {}, key.constraintName);
		return isOld || !isForeign(key.referencedTableName);
	});
}

function withKeys(
	snapshot: Snapshot,
	isKept: (key: ForeignKeySnapshot, table: string) => boolean,
): Snapshot {
	const middle = structuredClone(snapshot);
	for (const table of middle.tables) {
		const keys = Object.entries(table.foreignKeys);
		table.foreignKeys = Object.fromEntries(keys.filter(([, key]) => isKept(key, tableKey(table))));
	}
	return middle;
}
