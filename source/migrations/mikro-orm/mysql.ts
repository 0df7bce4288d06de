import type {Driver} from '../../project/settings/settings.ts';
import type {Internals} from './internals.ts';
import {readMariadb} from './mysql-on-mariadb.ts';
import {createTableOfSix} from './six.ts';

const corrected = new WeakSet<object>();

/**
 * Corrects MikroORM's schema helper for MySQL and MariaDB: `null` after a generated column is no syntax of
 * MariaDB's, and the values of an enum may have commas and quotes. Is called before the schema generator is
 * made, which keeps the helper that it finds.
 */
export function correctHelper(platform: any, driver: Driver): void {
	const helper = platform.schemaHelper;
	if (corrected.has(helper)) return;
	corrected.add(helper);
	if (driver === 'mysql') readMariadb(helper);
	helper.getAllEnumDefinitions = enumValues;
	const {createTableColumn, loadInformationSchema} = helper;
	helper.loadInformationSchema = (
		schema: any,
		connection: any,
		tables: any[],
		...rest: unknown[]
	) => loadInformationSchema.call(helper, schema, exact(connection, tables), tables, ...rest);
	helper.createTableColumn = (column: any, ...rest: unknown[]) => {
		const declared = column.generated ? {...column, nullable: false} : column;
		return createTableColumn.call(helper, declared, ...rest);
	};
}

/** The catalogs compare names without regard to letter case, also of tables that differ in nothing else. */
function exact(connection: any, tables: {table_name: string}[]): any {
	const names = new Set(tables.map(({table_name}) => table_name.toLowerCase()));
	if (names.size === tables.length) return connection;
	return {
		execute: (sql: string, ...rest: unknown[]) =>
			connection.execute(
				sql.replace(/((?:\w+\.)?table_name) (in \(|= )/g, 'binary $1 $2'),
				...rest,
			),
	};
}

/** By table and column. */
async function enumValues(connection: any, tables: {table_name: string}[], context: unknown) {
	const names = tables.map(() => '?').join(', ');
	const rows: any[] = await connection.execute(
		`select table_name as name, column_name as column_name, column_type as type from information_schema.columns
		where data_type = 'enum' and table_schema = database() and table_name in (${names})`,
		tables.map(({table_name}) => table_name),
		'all',
		context,
	);
	const values: Record<string, Record<string, string[]>> = {};
	for (const {name, column_name, type} of rows) {
		values[name] ??= {};
		values[name][column_name] = [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) =>
			value.replaceAll("''", "'"),
		);
	}
	return values;
}

/**
 * The statements that make a table's columns, indexes and checks in a temporary table. It can have no full-text
 * index; one by expression names its own table.
 */
export function temporaryTable(
	{platform, isSix}: Internals,
	table: any,
	temporary: string,
): string[] {
	const helper = platform.getSchemaHelper();
	const {name, schema} = table;
	const indexes = table.getIndexes();
	try {
		Object.assign(table, {name: temporary, schema: undefined});
		table.setIndexes(
			indexes.filter(({expression, type}: any) => !expression && type !== 'fulltext'),
		);
		const [create, ...rest] = isSix
			? (createTableOfSix(platform, table) as [string, ...string[]])
			: helper.createTable(table, true);
		const checks = isSix
			? []
			: table.getChecks().map((check: any) => helper.createCheck(table, check));
		return [create.replace('create table', 'create temporary table'), ...rest, ...checks];
	} finally {
		Object.assign(table, {name, schema});
		table.setIndexes(indexes);
	}
}

/** Statements for foreign keys around those of the other changes. */
export interface KeyStatements {
	/** The difference without foreign keys. */
	rest: any;
	drop: string[];
	add: string[];
}

/**
 * Drops foreign keys first and adds them last, on MySQL and MariaDB: an index that carries a key cannot be
 * dropped, and a column at either end of one cannot change its type. A key that stays is dropped and made
 * anew where something that it needs changes.
 */
export function keysApart({platform, config, project}: Internals, difference: any): KeyStatements {
	const helper = platform.getSchemaHelper();
	const isMariadb = project.settings.database.driver === 'mariadb';
	const {createForeignKeyConstraints} = config.get('schemaGenerator') ?? {};
	if (createForeignKeyConstraints === false) return {rest: difference, drop: [], add: []};
	const changes = Object.values<any>(difference.changedTables);
	const drop: string[] = [];
	const add: string[] = [];
	const dropped = (table: any, key: any) =>
		drop.push(`${helper.dropForeignKey(table.getShortestName(), key.constraintName)};`);
	const added = (table: any, key: any) => add.push(`${helper.createForeignKey(table, key)};`);
	for (const change of changes) {
		const {fromTable, toTable, removedForeignKeys, changedForeignKeys, addedForeignKeys} = change;
		for (const key of Object.values<any>({...removedForeignKeys, ...changedForeignKeys}))
			dropped(fromTable, key);
		for (const key of Object.values<any>(removedForeignKeys)) {
			if (hasOwnIndex(fromTable, key)) continue;
			const index = {keyName: key.constraintName};
			const sql = helper.dropIndex(fromTable.getShortestName(), index);
			// Only MariaDB can leave out one that a person has replaced.
			drop.push(`${isMariadb ? sql.replace(' drop index ', ' drop index if exists ') : sql};`);
		}
		for (const key of Object.values<any>({...changedForeignKeys, ...addedForeignKeys}))
			added(toTable, key);
	}
	for (const {table, key} of keysInTheWay(difference)) {
		dropped(table, key);
		added(table, key);
	}
	const withoutKeys = {removedForeignKeys: {}, changedForeignKeys: {}, addedForeignKeys: {}};
	const changedTables = Object.fromEntries(
		Object.entries<any>(difference.changedTables).map(([name, change]) => [
			name,
			{...change, ...withoutKeys},
		]),
	);
	return {rest: {...difference, changedTables}, drop, add};
}

/** Whether an index of the migrations carries the key; otherwise the server has made one of the key's name. */
function hasOwnIndex(table: any, {columnNames}: any): boolean {
	return table
		.getIndexes()
		.some((index: any) =>
			columnNames.every((name: string, place: number) => index.columnNames[place] === name),
		);
}

/** Keys that stay, and that need an index or a column that changes. */
function keysInTheWay({fromSchema, changedTables, removedTables}: any): {table: any; key: any}[] {
	const touched = new Map<string, Set<string>>(
		Object.values<any>(changedTables).map(change => [change.fromTable.name, touchedBy(change)]),
	);
	const touches = (table: string, columns: string[]) =>
		columns.some(column => touched.get(table)?.has(column));
	return fromSchema.getTables().flatMap((table: any) => {
		const name = table.getShortestName(false);
		if (name in removedTables) return [];
		const {removedForeignKeys = {}, changedForeignKeys = {}} = changedTables[name] ?? {};
		return Object.values<any>(table.getForeignKeys())
			.filter(({constraintName: key}) => !(key in removedForeignKeys || key in changedForeignKeys))
			.filter(
				key =>
					touches(table.name, key.columnNames) ||
					touches(key.referencedTableName.split('.').pop(), key.referencedColumnNames),
			)
			.map(key => ({table, key}));
	});
}

const harmless = new Set(['default', 'comment']);

/** The columns of a table whose declaration changes, or an index of theirs. */
function touchedBy(change: any): Set<string> {
	const {fromTable, removedIndexes, changedIndexes, renamedIndexes, changedColumns} = change;
	const names = [removedIndexes, changedIndexes, renamedIndexes].flatMap(indexes =>
		Object.keys(indexes),
	);
	const indexes = fromTable.getIndexes().filter(({keyName, primary}: any) => {
		return names.includes(keyName) || (primary && names.some(isPrimary));
	});
	const columns = Object.values<any>(changedColumns).filter(({changedProperties}) =>
		[...changedProperties].some(property => !harmless.has(property)),
	);
	return new Set([
		...indexes.flatMap(({columnNames}: any) => columnNames),
		...columns.map(({fromColumn}) => fromColumn.name),
	]);
}

function isPrimary(name: string): boolean {
	return name.toLowerCase() === 'primary';
}
