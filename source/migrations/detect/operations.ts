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

/** A difference without renames as operations, new entities first. */
export function operationsOf(difference: SchemaDifference, from: Names, to: Names): Operation[] {
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

/** The part of a migration's name behind its number: at most 40 characters of what it does. */
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
	const columns = [change.addedColumns, change.removedColumns, change.changedColumns];
	const touched = new Set(columns.flatMap(record => Object.keys(record)));
	const property = (column: string) => to.property(table, column);
	const operations: Operation[] = [
		...Object.keys(change.removedColumns).map(column => ({
			sign: '-' as const,
			sentence: `Remove property ${from.property(table, column)} from ${entity}`,
			slug: `remove_${entity}_${from.property(table, column)}`,
		})),
		...Object.keys(change.addedColumns).map(column => ({
			sign: '+' as const,
			sentence: `Add property ${property(column)} to ${entity}`,
			slug: `${entity}_${property(column)}`,
		})),
		...Object.keys(change.changedColumns).map(column =>
			altered(`property ${property(column)} on ${entity}`, `${entity}_${property(column)}`),
		),
		...indexChanges(change, entity, touched),
		...keyChanges(change, entity, touched, property),
	];
	return operations.length > 0 ? operations : [altered(`constraints of ${entity}`, entity)];
}

/** Indexes that came or went without one of their columns. */
function indexChanges(change: any, entity: string, touched: Set<string>): Operation[] {
	const own = (indexes: Record<string, any>) =>
		Object.values(indexes).filter(
			index => !index.columnNames.some((name: string) => touched.has(name)),
		);
	return [
		...own({...change.addedIndexes, ...change.changedIndexes}).map(({keyName, unique}) =>
			created(unique ? 'unique constraint' : 'index', `${keyName} on ${entity}`, keyName),
		),
		...own(change.removedIndexes).map(({keyName, unique}) => ({
			sign: '-' as const,
			sentence: `Remove ${unique ? 'unique constraint' : 'index'} ${keyName} from ${entity}`,
			slug: `remove_${keyName}`,
		})),
	];
}

/** Foreign keys of columns that stay as they are. */
function keyChanges(
	change: any,
	entity: string,
	touched: Set<string>,
	property: (column: string) => string,
): Operation[] {
	const of = (keys: Record<string, any>) =>
		Object.values(keys)
			.filter(key => !key.columnNames.some((name: string) => touched.has(name)))
			.map(key => property(key.columnNames[0]));
	return [
		...of(change.addedForeignKeys).map(name => ({
			sign: '+' as const,
			sentence: `Add foreign key ${name} to ${entity}`,
			slug: `${entity}_${name}`,
		})),
		...of(change.changedForeignKeys).map(name =>
			altered(`foreign key ${name} of ${entity}`, `${entity}_${name}`),
		),
		...of(change.removedForeignKeys).map(name => ({
			sign: '-' as const,
			sentence: `Remove foreign key ${name} from ${entity}`,
			slug: `remove_${entity}_${name}`,
		})),
	];
}

function created(kind: string, name: string, slug: string): Operation {
	return {sign: '+', sentence: `Create ${kind} ${name}`, slug};
}

function deleted(kind: string, name: string): Operation {
	return {sign: '-', sentence: `Delete ${kind} ${name}`, slug: `delete_${name}`};
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
