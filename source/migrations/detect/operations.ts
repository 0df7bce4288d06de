import type {SchemaDifference} from '../engine/mikro-orm.ts';
import type {Snapshot, TableSnapshot} from '../schema/snapshot.ts';

/** One change of the schema, as a person reads it. */
export interface Operation {
	/** `+` adds, `-` removes, `~` alters or renames. */
	sign: '+' | '-' | '~';
	/** `Add property city to profile` */
	sentence: string;
	/** Its part of the migration's name: `profile_city`. */
	slug: string;
}

/** What the entities call a schema's tables and columns. */
export class Names {
	readonly #tables: Map<string, TableSnapshot>;

	constructor({tables}: Snapshot) {
		this.#tables = new Map(tables.map(table => [table.name, table]));
	}

	entity(table: string): string {
		return this.#tables.get(table)?.entity ?? table;
	}

	property(table: string, column: string): string {
		return this.#tables.get(table)?.columns[column]?.property ?? column;
	}
}

/** A difference as operations, new entities first. */
export function operationsOf(
	difference: SchemaDifference,
	before: Snapshot,
	after: Snapshot,
): Operation[] {
	const [from, to] = [new Names(before), new Names(after)];
	return [
		...tables(difference.newTables).map(({name}) =>
			created(kindOf(to, name), to.entity(name), to.entity(name)),
		),
		...tables(difference.changedTables).flatMap(change => changesOf(change, from, to)),
		...tables(difference.removedTables).map(({name}) =>
			deleted(kindOf(from, name), from.entity(name)),
		),
		...tables(difference.newViews).map(({name}) => created('view', to.entity(name), name)),
		...tables(difference.changedViews).map(({to: {name}}) => altered(`view ${name}`, name)),
		...tables(difference.removedViews).map(({name}) => deleted('view', name)),
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

/** The name of a migration after its number: at most 40 characters of what it does, and `and_more`. */
export function slugOf(operations: Operation[]): string {
	const [first = 'auto', ...rest] = operations.map(({slug}) =>
		slug.toLowerCase().replace(/[^a-z0-9_]+/g, '_'),
	);
	let name = first;
	for (const slug of rest) {
		if (`${name}_${slug}`.length > 40) return `${name}_and_more`;
		name += `_${slug}`;
	}
	return name;
}

function changesOf(change: any, from: Names, to: Names): Operation[] {
	const table: string = change.toTable.name;
	const entity = to.entity(table).toLowerCase();
	const {addedColumns, removedColumns, changedColumns} = change;
	const touched = {...addedColumns, ...removedColumns, ...changedColumns};
	const property = (column: string) => to.property(table, column);
	const operations = [
		...Object.keys(removedColumns).map(column => {
			const name = from.property(table, column);
			return removed(`property ${name}`, entity, `${entity}_${name}`);
		}),
		...Object.keys(addedColumns).map(column =>
			added(`property ${property(column)}`, entity, `${entity}_${property(column)}`),
		),
		...Object.keys(changedColumns).map(column =>
			altered(`property ${property(column)} on ${entity}`, `${entity}_${property(column)}`),
		),
		...indexChanges(change, entity, touched),
		...keyChanges(change, entity, touched, property),
	];
	return operations.length > 0 ? operations : [altered(`constraints of ${entity}`, entity)];
}

/** Indexes that changed although none of their columns did. */
function indexChanges(change: any, entity: string, touched: object): Operation[] {
	const kind = (unique: boolean) => (unique ? 'unique constraint' : 'index');
	return [
		...onUntouched({...change.addedIndexes, ...change.changedIndexes}, touched).map(
			({keyName, unique}) => created(kind(unique), `${keyName} on ${entity}`, keyName),
		),
		...onUntouched(change.removedIndexes, touched).map(({keyName, unique}) =>
			removed(`${kind(unique)} ${keyName}`, entity, keyName),
		),
	];
}

/** Foreign keys that changed although none of their columns did. */
function keyChanges(
	change: any,
	entity: string,
	touched: object,
	property: (column: string) => string,
): Operation[] {
	const of = (keys: Record<string, any>) =>
		onUntouched(keys, touched).map(({columnNames}) => property(columnNames[0]));
	return [
		...of(change.addedForeignKeys).map(name =>
			added(`foreign key ${name}`, entity, `${entity}_${name}`),
		),
		...of(change.changedForeignKeys).map(name =>
			altered(`foreign key ${name} of ${entity}`, `${entity}_${name}`),
		),
		...of(change.removedForeignKeys).map(name =>
			removed(`foreign key ${name}`, entity, `${entity}_${name}`),
		),
	];
}

function onUntouched(parts: Record<string, any>, touched: object): any[] {
	return Object.values(parts).filter(
		({columnNames}) => !columnNames.some((name: string) => name in touched),
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

/** A pivot table has no entity of its own. */
function kindOf(names: Names, table: string): string {
	return names.entity(table) === table ? 'table' : 'entity';
}

function tables(record: Record<string, any> = {}): any[] {
	return Object.values(record);
}
