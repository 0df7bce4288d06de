import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {driverClasses} from '../../mikro-orm/driver-name.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import {importFromProject, importSource} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {literalMigration} from '../files/literal-migration.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {Internals} from './internals.ts';

/**
 * An instance of MikroORM's Migration, or what behaves like one.
 * @throws CommandError when the file cannot be imported or has no migration in it
 */
export async function instantiate(
	{project, config, driver}: Internals,
	file: MigrationFile,
): Promise<any> {
	const own = {constructor: {name: driverClasses[dialectOf(project)]}};
	const literal = literalMigration(file, own);
	if (literal) return withOptions(project, literal);
	const Migration = file.migration ?? (await classIn(file, project.root));
	if (isClass(Migration)) return withOptions(project, new Migration(driver, config));
	throw new CommandError(`${file.id} exports no migration.`, {
		code: 'no-migration',
		hint: 'Its default export must be a class that extends Migration.',
		file: file.path,
	});
}

/**
 * The text of a migration as MikroORM's own generator, or the project's, writes it.
 * @param folder where it will be
 */
export async function sourceOf(
	{project, config, driver}: Internals,
	all: Record<string, any>,
	timestamp: string,
	name: string | undefined,
	statements: {up: string[]; down: string[]},
	folder: string,
): Promise<string> {
	const library = await importFromProject('@mikro-orm/migrations', project.root);
	const usual = all.emit === 'ts' ? library.TSMigrationGenerator : library.JSMigrationGenerator;
	const naming = config.getNamingStrategy();
	const generator = new (all.generator ?? usual)(driver, naming, all);
	const className = naming.classToMigrationName(timestamp, name);
	const text = await generator.generateMigrationFile(className, statements);
	const isModule = !all.generator && all.emit !== 'ts' && all.emit !== 'cjs' && isOfModules(folder);
	return isModule ? asModule(text) : text;
}

/** MikroORM's generator writes CommonJS, which Node reads as such only outside of `"type": "module"`. */
function asModule(text: string): string {
	return text
		.replace(/^'use strict';\nObject\.defineProperty\(exports.*\n/, '')
		.replace(/^const \{ Migration \} = require\((.*)\);$/m, 'import { Migration } from $1;')
		.replace(/^class /m, 'export class ')
		.replace(/\nexports\.[^\n]*\n$/, '\n');
}

/** Whether Node reads a .js file there as a module: the nearest package.json says so. */
function isOfModules(folder: string): boolean {
	const file = path.join(folder, 'package.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
	const parent = path.dirname(folder);
	return parent !== folder && isOfModules(parent);
}

/** Makes the recorder's table as MikroORM does, if it is not there. */
export async function ensureRecorderTable(
	{project, driver}: Internals,
	tableName: string,
	transaction: unknown,
): Promise<void> {
	const {MigrationStorage} = await importFromProject('@mikro-orm/migrations', project.root);
	const storage = new MigrationStorage(transaction ? within(driver, transaction) : driver, {
		tableName,
	});
	storage.setMasterMigration(transaction);
	await storage.ensureTable();
}

/**
 * A driver that asks nothing outside of a transaction. MikroORM 7.0 does so for the schemas, and waits for
 * ever for the only connection of SQLite, which the transaction has.
 */
function within(driver: any, transaction: unknown): any {
	const connection = driver.getConnection();
	// The storage of MikroORM 6 needs the whole connection.
	if ('getKnex' in connection) return driver;
	const execute = (sql: string, values?: unknown[], method?: string, context = transaction) =>
		connection.execute(sql, values, method, context);
	return Object.assign(Object.create(driver), {getConnection: () => ({execute})});
}

/** CommonJS has everything within the default export. */
async function classIn(file: MigrationFile, root: string): Promise<unknown> {
	const exported: any = await importSource(file.path, root);
	return [exported, exported.default ?? {}].flatMap(within => Object.values(within)).find(isClass);
}

function isClass(value: unknown): value is new (driver: unknown, config: unknown) => any {
	return typeof value === 'function';
}

/** On SQLite a transaction is safe for all: foreign keys are off before it begins. */
function withOptions({migrations, settings}: Project, migration: any): any {
	if (!migrations.transactional && dialectOf({settings}) !== 'sqlite') {
		migration.isTransactional = () => false;
	}
	return migration;
}
