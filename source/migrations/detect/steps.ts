import type {App} from '../../project/apps/app-registry.ts';
import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import {
	emptySnapshot,
	type ForeignKeySnapshot,
	type Snapshot,
	type TableSnapshot,
	type ViewSnapshot,
} from '../schema/snapshot.ts';
import {tableKey} from '../schema/table-key.ts';
import {dropViews, mentions, type RenamedTable, withoutDependents} from './dependents.ts';
import {
	addition,
	changedEnums,
	columnsOf,
	type EnumChange,
	isAddition,
	newValues,
	replacement,
	withValues,
} from './native-enums.ts';

export interface Writing {
	orm: MikroOrm;
	compare(from: any, to: any): SchemaDifference;
	/** The statements that make a difference. */
	write(difference: SchemaDifference): string[];
	app: App;
}

/** A view of another app. */
interface OtherView {
	app: string;
	view: ViewSnapshot;
}

export interface Statements {
	sql: string[];
	/** The other apps of which views are dropped and made anew. */
	apps: string[];
}

/**
 * The statements from one schema to another. A database refuses to change the type of a column, or
 * to drop a generated one, while checks, views and others depend on it: they are dropped first, and made
 * at the end as they are to be.
 * @param target `to` with its tables in the order of the entities
 */
export function statementsBetween(
	writing: Writing,
	from: Snapshot,
	to: Snapshot,
	target?: any,
): Statements {
	if (from === to) return {sql: [], apps: []};
	const {orm} = writing;
	const changes = orm.driverName === 'postgresql' ? changedEnums(from, to) : [];
	const additions = changes.filter(isAddition);
	const others = changes.filter(change => !additions.includes(change));
	const add = (changes: EnumChange[]) => changes.flatMap(change => addition(change, orm));
	const {sql, apps} = inSteps(writing, from, to, {changes, replaced: others, target});
	const used = additions.filter(change => sql.some(text => usesNewValue(text, change)));
	if (used.length === 0) return {sql: [...add(additions), ...sql], apps};
	const added = additions.filter(change => !used.includes(change));
	const anew = inSteps(writing, from, to, {changes, replaced: [...others, ...used]});
	return {...anew, sql: [...add(added), ...anew.sql]};
}

function usesNewValue(sql: string, change: EnumChange): boolean {
	const words = newValues(change).map(value => value.replaceAll("'", "''"));
	return words.some(word => new RegExp(`(?<!\\w)${word.replace(/\W/g, '\\$&')}(?!\\w)`).test(sql));
}

interface Enums {
	changes: EnumChange[];
	/** Those among them that get a new type in their place. */
	replaced: EnumChange[];
	target?: any;
}

function inSteps(
	{orm, app, compare, write}: Writing,
	from: Snapshot,
	to: Snapshot,
	{changes, replaced, target = orm.schemaFrom(to)}: Enums,
): Statements {
	const step = (before: Snapshot, after: Snapshot, schema = orm.schemaFrom(after)) =>
		write(compare(orm.schemaFrom(before), schema));
	const difference = compare(orm.schemaFrom(from), orm.schemaFrom(to));
	const touched = touchedBy(difference, from, replaced, orm);
	const views = viewsToDrop(difference, from, orm);
	const rekeyed = rekeyedTables(difference, orm);
	const isInSteps = touched.length + views.length + rekeyed.length > 0;
	const [bare, bareAfter] = [from, to].map(schema => {
		if (!isInSteps) return schema;
		const middle = without(schema, touched, views, orm);
		withoutKeys(middle, rekeyed, orm);
		return middle;
	}) as [Snapshot, Snapshot];
	const gone = [...touched, ...viewsMadeAnew(difference, from, bare, to)];
	const others =
		orm.driverName === 'postgresql' && gone.length > 0
			? viewsOver(gone, orm.target.viewsOfOthers(app))
			: [];
	if (!isInSteps && others.length === 0)
		return {sql: step(withValues(from, changes), to, target), apps: []};
	for (const table of bareAfter.tables) letNullsIn(table, bare, touched);
	const withOthers = (schema: Snapshot) => ({
		...schema,
		views: [...schema.views, ...others.map(({view}) => view)],
	});
	return {
		sql: [
			...step(withOthers(from), bare),
			...replaced.flatMap(change => replacement(change, bare, to, orm)),
			...step(withValues(bare, changes), bareAfter),
			...step(bareAfter, withOthers(to)),
		],
		apps: others.map(({app}) => app),
	};
}

/** The views that are dropped and made anew: those that show them go as well. */
function viewsMadeAnew(
	{changedViews}: SchemaDifference,
	{views}: Snapshot,
	bare: Snapshot,
	after: Snapshot,
): {names: string[]}[] {
	const isIn = (schema: Snapshot, {name}: ViewSnapshot) =>
		schema.views.some(view => view.name === name);
	const dropped = views.filter(view => !isIn(bare, view) && isIn(after, view));
	const changed = Object.values<any>(changedViews).map(({from}) => from);
	return [...dropped, ...changed].map(({name}) => ({names: [name]}));
}

/** The views that show something of these names, and those that show one of them. */
function viewsOver(parts: {names: string[]}[], views: OtherView[]): OtherView[] {
	const kept = {...emptySnapshot(), views: views.map(({view}) => view)};
	dropViews(kept, new Set(parts.flatMap(({names}) => names)));
	return views.filter(({view}) => !kept.views.includes(view));
}

/** The columns that change their type, or are made anew, by their tables. */
function touchedBy(
	difference: SchemaDifference,
	{tables}: Snapshot,
	replaced: EnumChange[],
	{driverName}: MikroOrm,
): RenamedTable[] {
	if (driverName === 'sqlite') return [];
	const touched = new Map<string, RenamedTable>();
	const touch = (table: {name: string; schema?: string}, columns: string[]) => {
		if (columns.length === 0) return;
		const key = tableKey(table);
		const known = touched.get(key)?.columns ?? [];
		const names = [...new Set([...known, ...columns])];
		touched.set(key, {key, names: [table.name], columns: names, isRenamed: false});
	};
	for (const change of Object.values<any>(difference.changedTables)) {
		const {fromTable, changedColumns, addedColumns, removedColumns} = change;
		touch(
			fromTable,
			Object.keys(addedColumns).filter(name => Object.hasOwn(removedColumns, name)),
		);
		if (driverName !== 'postgresql') continue;
		const retyped = Object.entries<any>(changedColumns).filter(
			([, {changedProperties}]) =>
				changedProperties.has('type') || changedProperties.has('collation'),
		);
		touch(
			fromTable,
			retyped.map(([name]) => name),
		);
	}
	for (const {key} of replaced) {
		for (const table of tables) {
			touch(
				table,
				columnsOf(key, table).map(({name}) => name),
			);
		}
	}
	return [...touched.values()];
}

/** A table of which a primary key or a unique one is made anew. */
interface RekeyedTable {
	key: string;
	columns: string[][];
	hasNewPrimary: boolean;
}

function rekeyedTables({changedTables}: SchemaDifference, {driverName}: MikroOrm): RekeyedTable[] {
	if (driverName === 'sqlite') return [];
	return Object.values<any>(changedTables).flatMap(change => {
		const {fromTable, addedIndexes, changedIndexes, removedIndexes} = change;
		const indexes = [addedIndexes, changedIndexes, removedIndexes].flatMap(one =>
			Object.values<any>(one),
		);
		const keys = indexes.filter(({primary, unique}) => primary || unique);
		if (keys.length === 0) return [];
		const columns = keys.map(({columnNames}) => columnNames);
		const hasNewPrimary = keys.some(({primary}) => primary);
		return {key: tableKey(fromTable), columns, hasNewPrimary};
	});
}

/** Without the foreign keys that need a key that is made anew, and without what needs to be one. */
function withoutKeys(schema: Snapshot, rekeyed: RekeyedTable[], {driverName}: MikroOrm): void {
	for (const {key, columns, hasNewPrimary} of rekeyed) {
		const table = schema.tables.find(table => tableKey(table) === key);
		if (!table) continue;
		const isMysql = driverName !== 'postgresql';
		// MySQL has at most one column that numbers itself, which must be the whole of a key.
		if (isMysql && hasNewPrimary) {
			for (const column of Object.values(table.columns)) column.autoincrement = false;
			table.foreignKeys = {};
		}
		const needs = ({referencedTableName, referencedColumnNames}: ForeignKeySnapshot) =>
			isNamed(table, referencedTableName) &&
			(hasNewPrimary || columns.some(names => `${names}` === `${referencedColumnNames}`));
		for (const other of schema.tables) {
			const keys = Object.entries(other.foreignKeys).filter(([, one]) => !needs(one));
			other.foreignKeys = Object.fromEntries(keys);
		}
	}
}

/** The names of views that others show, and that go, or show other columns than before. */
function viewsToDrop(
	{changedViews, removedViews, changedTables}: SchemaDifference,
	{views}: Snapshot,
	{driverName}: MikroOrm,
): string[] {
	if (driverName === 'sqlite' || views.length === 0) return [];
	const gone = [
		...Object.values<any>(changedViews).map(({from}) => from),
		...Object.values<any>(removedViews),
	];
	const others = new Set(gone.map(({name}) => name));
	const [changed, added] = ['removedColumns', 'addedColumns'].map(columns => {
		const tables = Object.values<any>(changedTables).filter(
			change => Object.keys(change[columns]).length > 0 || change.changedPartitioning,
		);
		return new Set(tables.map(({fromTable}) => fromTable.name));
	}) as [Set<string>, Set<string>];
	return views
		.filter(
			({name, definition}) =>
				!others.has(name) &&
				(mentions(definition, new Set([...others, ...changed])) ||
					// A server has written down the columns that a star stood for.
					(definition.includes('*') && mentions(definition, added))),
		)
		.map(({name}) => name);
}

/** The schema without what depends on the columns, and without these views. */
function without(
	schema: Snapshot,
	touched: RenamedTable[],
	views: string[],
	{driverName}: MikroOrm,
): Snapshot {
	const here = touched.filter(({key}) => schema.tables.some(table => tableKey(table) === key));
	const middle = withoutDependents(schema, here);
	middle.views = middle.views.filter(({name}) => !views.includes(name));
	dropViews(middle, new Set(views));
	for (const {key, columns} of here) {
		const table = middle.tables.find(table => tableKey(table) === key)!;
		const generated = columns.filter(name => table.columns[name]?.generated);
		for (const name of generated) delete table.columns[name];
		if (driverName === 'postgresql')
			for (const name of columns) delete table.columns[name]?.default;
		const isTouched = (names: string[]) => names.some(name => columns.includes(name));
		table.indexes = table.indexes.filter(({columnNames, type}) =>
			type ? !isTouched(columnNames) : !columnNames.some(name => generated.includes(name)),
		);
		for (const other of middle.tables) {
			const keys = Object.entries(other.foreignKeys).filter(
				([, key]) =>
					!(other === table && isTouched(key.columnNames)) &&
					!(isNamed(table, key.referencedTableName) && isTouched(key.referencedColumnNames)),
			);
			other.foreignKeys = Object.fromEntries(keys);
		}
	}
	return middle;
}

/** A foreign key may name the schema that is the usual one. */
function isNamed(table: TableSnapshot, name: string): boolean {
	return name === tableKey(table) || (!table.schema && name.endsWith(`.${table.name}`));
}

/** A column that becomes NOT NULL is filled when it has its new type. */
function letNullsIn(table: TableSnapshot, before: Snapshot, touched: RenamedTable[]): void {
	const key = tableKey(table);
	const old = before.tables.find(other => tableKey(other) === key);
	for (const name of touched.find(one => one.key === key)?.columns ?? []) {
		const column = table.columns[name];
		if (column && old?.columns[name]?.nullable) column.nullable = true;
	}
}
