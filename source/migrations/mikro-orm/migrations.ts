import {CommandError} from '../../errors/command-error.ts';
import {importFromProject, importSource} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {literalMigration} from '../files/literal-migration.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {Internals} from './internals.ts';

/**
 * An instance of MikroORM's Migration, or what behaves like one.
 * @param driver what it is made with
 * @throws CommandError when the file cannot be imported or has no migration in it
 */
export async function instantiate(
	{project, config}: Internals,
	file: MigrationFile,
	driver: unknown,
): Promise<any> {
	const literal = literalMigration(file, driver);
	if (literal) return withOptions(project, literal);
	const Migration = file.migration ?? (await classIn(file, project.root));
	if (isClass(Migration)) return withOptions(project, new Migration(driver, config));
	throw new CommandError(`${file.id} exports no migration.`, {
		code: 'no-migration',
		hint: 'Its default export must be a class that extends Migration.',
		file: file.path,
	});
}

/** The text of a migration as MikroORM's own generator, or the project's, writes it. */
export async function sourceOf(
	{project, config, driver}: Internals,
	all: Record<string, any>,
	timestamp: string,
	name: string | undefined,
	statements: {up: string[]; down: string[]},
): Promise<string> {
	const library = await importFromProject('@mikro-orm/migrations', project.root);
	const usual = all.emit === 'ts' ? library.TSMigrationGenerator : library.JSMigrationGenerator;
	const naming = config.getNamingStrategy();
	const generator = new (all.generator ?? usual)(driver, naming, all);
	return generator.generateMigrationFile(naming.classToMigrationName(timestamp, name), statements);
}

/** Makes the recorder's table as MikroORM does, if it is not there. */
export async function ensureRecorderTable(
	{project, driver}: Internals,
	tableName: string,
	transaction: unknown,
): Promise<void> {
	const {MigrationStorage} = await importFromProject('@mikro-orm/migrations', project.root);
	const storage = new MigrationStorage(driver, {tableName});
	storage.setMasterMigration(transaction);
	await storage.ensureTable();
}

/** CommonJS has everything within the default export. */
async function classIn({path}: MigrationFile, root: string): Promise<unknown> {
	const exported: any = await importSource(path, root);
	return [exported, exported.default ?? {}].flatMap(within => Object.values(within)).find(isClass);
}

function isClass(value: unknown): value is new (driver: unknown, config: unknown) => any {
	return typeof value === 'function';
}

/** On SQLite a transaction is safe for all: foreign keys are off before it begins. */
function withOptions({migrations, settings}: Project, migration: any): any {
	if (!migrations.transactional && settings.database.driver !== 'sqlite') {
		migration.isTransactional = () => false;
	}
	return migration;
}
