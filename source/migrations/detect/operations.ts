import type {SchemaDifference} from '../engine/mikro-orm.ts';
import {slugFrom} from '../files/slug.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {isTable, type TableName} from '../schema/table-key.ts';

/** One change of the schema, as a person reads it. */
export interface Operation {
	/** `+` adds, `-` removes, `~` alters or renames. */
	sign: '+' | '-' | '~';
	/** `Add property city to profile` */
	sentence: string;
	/** Its part of the migration's name: `profile_city`. */
	slug: string;
}

/** The entity's name; a table without one has its own. */
export function entityOf({tables}: Snapshot, table: TableName): string {
	return tables.find(isTable(table))?.entity ?? table.name;
}

export function propertyOf({tables}: Snapshot, table: TableName, column: string): string {
	return tables.find(isTable(table))?.columns[column]?.property ?? column;
}

/** A difference as operations, new entities first. */
export function operationsOf(
	difference: SchemaDifference,
	from: Snapshot,
	to: Snapshot,
): Operation[] {
	return [
		...tables(difference.newTables).map(table =>
			created(kindOf(to, table), entityOf(to, table), entityOf(to, table)),
		),
		...tables(difference.changedTables).flatMap(change => changesOf(change, from, to)),
		...tables(difference.removedTables).map(table =>
			deleted(kindOf(from, table), entityOf(from, table)),
		),
		...tables(difference.newViews).map(view => created('view', entityOf(to, view), view.name)),
		...tables(difference.changedViews).map(({to: {name}}) => altered(`view ${name}`, name)),
		...tables(difference.removedViews).map(({name}) => deleted('view', name)),
		...tables(difference.newRoutines).map(({type, name}) => created(type, name, name)),
		...tables(difference.changedRoutines).map(({to: {type, name}}) =>
			altered(`${type} ${name}`, name),
		),
		...tables(difference.removedRoutines).map(({type, name}) => deleted(type, name)),
	];
}

export function entityRenamed(from: string, to: string): Operation {
	return {sign: '~', sentence: `Rename entity ${from} to ${to}`, slug: `rename_${from}_${to}`};
}

export function propertyRenamed(entity: string, from: string, to: string): Operation {
	const lower = entity.toLowerCase();
	return {
		sign: '~',
		sentence: `Rename property ${from} on ${lower} to ${to}`,
		slug: `rename_${from}_${lower}_${to}`,
	};
}

/** The entity stays, and its table has another name or schema. */
export function tableRenamed(entity: string, from: string, to: string): Operation {
	const lower = entity.toLowerCase();
	const sentence = `Rename table of ${lower} from ${from} to ${to}`;
	return {sign: '~', sentence, slug: `rename_table_of_${lower}`};
}

/** The property stays, and its column has another name. */
export function columnRenamed(
	entity: string,
	property: string,
	from: string,
	to: string,
): Operation {
	const lower = entity.toLowerCase();
	const sentence = `Rename column of ${property} on ${lower} from ${from} to ${to}`;
	return {sign: '~', sentence, slug: `rename_column_of_${lower}_${property}`};
}

/**
 * The name of a migration after its number: at most 40 characters of what it does, and `and_more`; a
 * single act may have 60.
 */
export function slugOf(operations: Operation[]): string {
	const slugs = operations.map(({slug}) => slugFrom(slug)).filter(Boolean);
	const [first = 'auto', ...rest] = slugs;
	let name = first;
	for (const slug of rest) {
		if (`${name}_${slug}`.length > 40) return `${name}_and_more`;
		name += `_${slug}`;
	}
	return name;
}

function changesOf(change: any, from: Snapshot, to: Snapshot): Operation[] {
	const table: TableName = change.toTable;
	const entity = entityOf(to, table).toLowerCase();
	const {addedColumns, removedColumns, changedColumns} = change;
	const touched = {...addedColumns, ...removedColumns, ...changedColumns};
	const properties = (columns: object, schema: Snapshot) =>
		Object.keys(columns).map(column => propertyOf(schema, table, column));
	const keys = (keys: Record<string, any>) =>
		onUntouched(keys, touched).map(({columnNames}) => propertyOf(to, table, columnNames[0]));
	const slug = (name: string) => `${entity}_${name}`;
	// A computed column with another expression is removed and added.
	const [gone, fresh] = [
		without(removedColumns, addedColumns),
		without(addedColumns, removedColumns),
	];
	const anew = without(addedColumns, fresh);
	const operations = [
		...properties(gone, from).map(name => removed(`property ${name}`, entity, slug(name))),
		...properties(fresh, to).map(name => added(`property ${name}`, entity, slug(name))),
		...properties({...changedColumns, ...anew}, to).map(name =>
			altered(`property ${name} on ${entity}`, slug(name)),
		),
		...indexChanges(change, entity, touched),
		...keys(change.addedForeignKeys).map(name => added(`foreign key ${name}`, entity, slug(name))),
		...keys(change.changedForeignKeys).map(name =>
			altered(`foreign key ${name} of ${entity}`, slug(name)),
		),
		...keys(change.removedForeignKeys).map(name =>
			removed(`foreign key ${name}`, entity, slug(name)),
		),
		...partChanges('check', 'Checks', change, entity, touched),
		...partChanges('trigger', 'Triggers', change, entity),
		...partChanges('policy', 'Policies', change, entity),
		...('changedComment' in change ? [altered(`comment of ${entity}`, entity)] : []),
		...(change.changedPartitioning ? [altered(`partitions of ${entity}`, entity)] : []),
	];
	return operations.length > 0 ? operations : [altered(`constraints of ${entity}`, entity)];
}

/** Of those that belong to no property which changes anyway. */
function partChanges(
	kind: string,
	parts: string,
	change: any,
	entity: string,
	touched: object = {},
): Operation[] {
	const [fresh, changed, gone] = ['added', 'changed', 'removed'].map(how =>
		Object.values<any>(change[`${how}${parts}`] ?? {})
			.filter(({columnName}) => columnName === undefined || !Object.hasOwn(touched, columnName))
			.map(({name}) => name as string),
	) as [string[], string[], string[]];
	const anew = fresh.filter(name => gone.includes(name));
	const only = (names: string[]) => names.filter(name => !anew.includes(name));
	return [
		...only(fresh).map(name => created(kind, `${name} on ${entity}`, name)),
		...[...changed, ...anew].map(name => altered(`${kind} ${name} on ${entity}`, name)),
		...only(gone).map(name => removed(`${kind} ${name}`, entity, name)),
	];
}

function indexChanges(change: any, entity: string, touched: object): Operation[] {
	const kind = (unique: boolean) => (unique ? 'unique constraint' : 'index');
	const {addedIndexes, changedIndexes, removedIndexes} = change;
	const fresh = without(addedIndexes, removedIndexes);
	const anew = without(addedIndexes, fresh);
	return [
		...onUntouched({...fresh, ...changedIndexes}, touched).map(({keyName, unique}) =>
			created(kind(unique), `${keyName} on ${entity}`, keyName),
		),
		...onUntouched(anew, touched).map(({keyName, unique}) =>
			altered(`${kind(unique)} ${keyName} on ${entity}`, keyName),
		),
		...onUntouched(without(removedIndexes, addedIndexes), touched).map(({keyName, unique}) =>
			removed(`${kind(unique)} ${keyName}`, entity, keyName),
		),
	];
}

function without(columns: Record<string, any>, others: object): Record<string, any> {
	return Object.fromEntries(
		Object.entries(columns).filter(([name]) => !Object.hasOwn(others, name)),
	);
}

/** The indexes or foreign keys that change although none of their columns does. */
function onUntouched(parts: Record<string, any>, touched: object): any[] {
	return Object.values(parts).filter(
		({columnNames}) => !columnNames.some((name: string) => Object.hasOwn(touched, name)),
	);
}

function created(kind: string, name: string, slug: string): Operation {
	return {sign: '+', sentence: `Create ${kind} ${name}`, slug};
}

function deleted(kind: string, name: string): Operation {
	return {sign: '-', sentence: `Delete ${kind} ${name}`, slug: `delete_${name}`};
}

function added(what: string, entity: string, slug: string): Operation {
	return {sign: '+', sentence: `Add ${what} to ${entity}`, slug};
}

function removed(what: string, entity: string, slug: string): Operation {
	return {sign: '-', sentence: `Remove ${what} from ${entity}`, slug: `remove_${slug}`};
}

function altered(what: string, slug: string): Operation {
	return {sign: '~', sentence: `Alter ${what}`, slug: `alter_${slug}`};
}

function kindOf(schema: Snapshot, table: TableName): string {
	return entityOf(schema, table) === table.name ? 'table' : 'entity';
}

function tables(record: Record<string, any> = {}): any[] {
	return Object.values(record);
}
