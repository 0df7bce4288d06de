import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {importFromProject} from '../import/import-source.ts';
import {loadMikroOrmOptions, type MikroOrmOptions} from '../mikro-orm/load-options.ts';
import {migrationOptions} from '../mikro-orm/migration-options.ts';
import type {MikroOrmProject, Project} from '../project.ts';
import type {ProjectLocation} from '../settings/find.ts';
import {readPackage} from '../settings/mikro-orm-config-file.ts';
import {type DatabaseSettings, type Driver, withDefaults} from '../settings/settings.ts';

const drivers: Record<string, Driver> = {
	SqliteDriver: 'sqlite',
	PostgreSqlDriver: 'postgresql',
	MySqlDriver: 'mysql',
	MariaDbDriver: 'mariadb',
};

/**
 * A MikroORM project as one of ours: one app, settings derived from its config.
 * @throws CommandError `import-failed`, `mikro-orm-config`, `unsupported-driver`
 */
export async function openMikroOrmProject(
	location: ProjectLocation,
	instead: Partial<DatabaseSettings> = {},
): Promise<Project> {
	const {root, settingsFile} = location;
	const options = {...(await loadMikroOrmOptions(location)), ...optionsOf(instead)};
	const driver = driverOf(options, settingsFile);
	if (driver === 'sqlite') options.dbName = sqliteName(options.dbName, root);
	const project = plainProjectOf(location, await configurationOf(options, location));
	return {...project, mikroOrm: {...project.mikroOrm, options}};
}

/**
 * @param config MikroORM's Configuration
 * @param known what is known better than the config says it: the file of a SQLite database, and
 *   whether its sources are TypeScript
 */
export function plainProjectOf(
	location: ProjectLocation,
	config: any,
	known: {file?: string; preferTs?: boolean} = {},
): Project & {mikroOrm: MikroOrmProject} {
	const {root, settingsFile} = location;
	const options = config.getAll();
	const driver = driverOf(options, settingsFile);
	const migrations = migrationOptions(config, known.preferTs);
	const label = labelOf(root);
	const address = known.file ? {name: known.file} : addressOf(config, driver, root);
	const database = {driver, ...address, options: {migrations}};
	return {
		...location,
		settings: withDefaults({name: label, apps: ['.'], database, secretKey: ''}, root),
		apps: [{label, name: '.', folder: root, migrationsFolder: migrations.target, own: true}],
		mikroOrm: {options, migrations},
	};
}

/** In MikroORM's words. */
function optionsOf({
	name,
	url,
	options,
	driver,
	...address
}: Partial<DatabaseSettings>): MikroOrmOptions {
	return {...address, ...(name && {dbName: name}), ...(url && {clientUrl: url}), ...options};
}

/** MikroORM's own view of its options; nothing is connected. */
export async function configurationOf(
	options: MikroOrmOptions,
	{root, settingsFile}: Pick<ProjectLocation, 'root' | 'settingsFile'>,
): Promise<any> {
	const {Configuration} = await importFromProject('@mikro-orm/core', root);
	try {
		return new Configuration({...options, logger: () => {}});
	} catch (error) {
		throw new CommandError(`${path.relative(root, settingsFile)}: ${messageOf(error)}`, {
			code: 'mikro-orm-config',
			hint: 'Mend the MikroORM config.',
			file: settingsFile,
			cause: error,
		});
	}
}

/** A driver of the project's own extends one of MikroORM's. */
export function driverOf({driver}: MikroOrmOptions, file: string): Driver {
	for (let one = driver; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
		if (drivers[one.name]) return drivers[one.name]!;
	}
	const what = driver ? `uses the driver ${driver.name}` : 'names no driver';
	throw new CommandError(`The MikroORM config ${what}.`, {
		code: 'unsupported-driver',
		hint: `Quarterdeck works with ${Object.keys(drivers).join(', ')}.`,
		file,
	});
}

/** better-sqlite3 would take it from the working directory, which is the project for MikroORM. */
function sqliteName(name: unknown, root: string): unknown {
	if (typeof name !== 'string' || name === '' || /^(?::memory:|file:)/.test(name)) return name;
	return path.resolve(root, name);
}

/** Without the password: MikroORM connects by itself. */
export function addressOf(
	config: any,
	driver: Driver,
	root: string,
): Omit<DatabaseSettings, 'driver'> {
	if (driver === 'sqlite') {
		const file: string = config.get('dbName');
		return {name: path.isAbsolute(file) ? path.relative(root, file) : file};
	}
	const {host, port, user, database} = config.getDriver().getConnection().getConnectionOptions();
	return {name: database, host, port, ...(user && {user})};
}

/** The package's name without its scope, or the folder's, in letters that a command line takes. */
function labelOf(root: string): string {
	const name = String(readPackage(root).name ?? '').replace(/^@[^/]*\//, '');
	return (name || path.basename(root)).replace(/[^\w-]+/g, '-');
}
