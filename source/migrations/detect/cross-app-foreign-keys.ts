import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import type {Snapshot} from '../schema/snapshot.ts';

/** @returns labels of other apps whose tables are referenced from now on */
export function newlyReferenced(
	difference: SchemaDifference,
	app: string,
	orm: MikroOrm,
): string[] {
	// A key that was there before has its dependency in an earlier migration.
	const keys = [
		...Object.values<any>(difference.newTables).map(table => table.getForeignKeys()),
		...Object.values<any>(difference.changedTables).flatMap(change => [
			change.addedForeignKeys,
			change.changedForeignKeys,
		]),
	].flatMap(record => Object.values<any>(record));
	const owners = keys.map(key => orm.target.ownerOf(key.referencedTableName));
	return [...new Set(owners)].filter(
		(label): label is string => label !== undefined && label !== app,
	);
}

/** @returns the tables that go, and those that a key pointed to which goes */
export function loosened(difference: SchemaDifference): {removed: string[]; released: string[]} {
	const removed = Object.values<any>(difference.removedTables);
	const keys = [
		...removed.map(table => table.getForeignKeys()),
		...Object.values<any>(difference.changedTables).map(change => change.removedForeignKeys),
		...Object.values<any>(difference.orphanedForeignKeys).map(key => [key]),
	].flatMap(record => Object.values<any>(record));
	return {
		removed: removed.map(({name}) => name),
		released: keys.map(key => bareName(key.referencedTableName)),
	};
}

/** The schema before a change, but for the keys to these tables. */
export function withoutKeysTo(before: Snapshot, tables: string[]): Snapshot {
	const middle = structuredClone(before);
	for (const table of middle.tables) {
		table.foreignKeys = Object.fromEntries(
			Object.entries(table.foreignKeys).filter(
				([, {referencedTableName}]) => !tables.includes(bareName(referencedTableName)),
			),
		);
	}
	return middle;
}

/** The schema after a change, but for the new keys to tables of these apps. */
export function withoutNewKeysTo(
	after: Snapshot,
	before: Snapshot,
	isForeign: (table: string) => boolean,
): Snapshot {
	const middle = structuredClone(after);
	for (const table of middle.tables) {
		const old = before.tables.find(({name}) => name === table.name)?.foreignKeys ?? {};
		table.foreignKeys = Object.fromEntries(
			Object.entries(table.foreignKeys).filter(
				([name, {referencedTableName}]) => name in old || !isForeign(referencedTableName),
			),
		);
	}
	return middle;
}

/** Without the schema in front. */
function bareName(table: string): string {
	return table.split('.').pop()!;
}
