import path from 'node:path';
import {installedFile} from '../../mikro-orm/version.ts';
import {importFromProject, resolveFromProject} from '../../project/import/import-source.ts';
import {areSeveral} from '../sql/statements.ts';

/**
 * What MikroORM 6 exports for schemas, with the methods of MikroORM 7. Its drivers export no core, and its
 * package for SQL is a dependency of another. pnpm may install that one twice: the driver's is in use.
 */
export async function libraryOfSix(root: string, driver: object): Promise<any> {
	const core = await importFromProject('@mikro-orm/core', root);
	const sql = await importFromProject('@mikro-orm/knex', await folderOfDriver(root, driver));
	addMethods(sql.DatabaseSchema.prototype, schemaMethods);
	addMethods(sql.DatabaseTable.prototype, tableMethods);
	return {...core, ...sql, SchemaComparator: comparatorOver(sql.SchemaComparator)};
}

const drivers = ['postgresql', 'mysql', 'mariadb', 'sqlite', 'better-sqlite', 'libsql'];

/** Of the package with a driver's class. */
async function folderOfDriver(root: string, driver: object): Promise<string> {
	const importer = path.join(root, 'package.json');
	for (const name of drivers.map(driver => `@mikro-orm/${driver}`)) {
		if (!installedFile(name, importer)) continue;
		const exported: unknown[] = Object.values(await importFromProject(name, root));
		if (exported.some(one => typeof one === 'function' && driver instanceof one))
			return path.dirname(resolveFromProject(name, root));
	}
	return path.dirname(resolveFromProject('@mikro-orm/migrations', root));
}

/**
 * Corrects a connection of MikroORM 6 to SQLite, whose usual driver runs only the first of several statements,
 * and says nothing. A commit that fails leaves the transaction open, and Knex does not roll it back.
 */
export function correctSqlite(connection: any): void {
	if (Object.hasOwn(connection, 'execute')) return;
	const {execute, rollback} = connection;
	connection.execute = async (sql: unknown, ...rest: unknown[]) => {
		if (typeof sql === 'string' && areSeveral(sql, 'sqlite'))
			throw new Error('The supplied SQL string contains more than one statement');
		return execute.call(connection, sql, ...rest);
	};
	connection.rollback = async (...transaction: unknown[]) => {
		await rollback.apply(connection, transaction);
		await execute.call(connection, 'rollback').catch(() => {});
	};
}

function addMethods(prototype: object, methods: object): void {
	for (const [name, value] of Object.entries(methods)) {
		if (!(name in prototype)) Object.defineProperty(prototype, name, {value});
	}
}

const none = () => [];
const nothing = () => {};

/** It knows no views and routines. */
const schemaMethods = {
	setTables(this: any, tables: any[]) {
		this.tables = tables;
	},
	setNamespaces(this: any, namespaces: Set<string>) {
		this.namespaces = namespaces;
	},
	...{setViews: nothing, getViews: none, getRoutines: none, loadRoutines: async () => {}},
};

/** Neither does it know triggers, policies and partitions. */
const tableMethods = {
	setIndexes(this: any, indexes: any[]) {
		this.indexes = indexes;
	},
	setChecks(this: any, checks: any[]) {
		this.checks = checks;
	},
	setForeignKeys(this: any, keys: object) {
		this.foreignKeys = keys;
	},
	getQuotedName(this: any): string {
		return this.platform.quoteIdentifier(this.getShortestName());
	},
	...{setTriggers: nothing, setPolicies: nothing, setPartitioning: nothing},
	getPartitioning: nothing,
};

/**
 * A difference that has all parts of those of MikroORM 7. It looks for foreign keys by their names, while
 * those of SQLite are kept by their columns.
 */
function comparatorOver(SchemaComparator: any): any {
	return class extends SchemaComparator {
		compare(from: any, to: any): any {
			for (const table of [...from.getTables(), ...to.getTables()]) {
				const keys = Object.values<any>(table.foreignKeys);
				table.foreignKeys = Object.fromEntries(keys.map(key => [key.constraintName, key]));
			}
			const difference = super.compare(from, to);
			for (const change of Object.values<any>(difference.changedTables))
				Object.assign(change, partsOf(['Triggers', 'Policies']));
			return Object.assign(difference, partsOf(['Views', 'Routines']));
		}
	};
}

function partsOf(names: string[]): object {
	const parts = names.flatMap(name =>
		['new', 'added', 'changed', 'removed'].map(how => [`${how}${name}`, {}]),
	);
	return Object.fromEntries(parts);
}

/** The statements that make a table with its checks; its foreign keys are on SQLite among them. */
export function createTableOfSix(platform: any, table: any): string[] {
	return platform
		.getSchemaHelper()
		.createTable(table, true)
		.toSQL()
		.map(({sql}: {sql: string}) => sql);
}
