import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {connectionOptions} from '../../mikro-orm/connection.ts';
import {driverClasses, driverName} from '../../mikro-orm/driver-name.ts';
import type {DatabaseAccess} from '../database-access.ts';
import type {PlainProject} from '../project.ts';
import type {ProjectLocation} from '../settings/find.ts';
import {labelOf, readPackage} from '../settings/mikro-orm-config-file.ts';
import {mistakesIn} from '../settings/mistakes.ts';
import {
	completeServer,
	type DatabaseSettings,
	type Driver,
	InvalidSettings,
	type Settings,
	withDefaults,
} from '../settings/settings.ts';
import {configAccess, configurationOf} from './config-access.ts';
import {loadMikroOrmOptions, type MikroOrmOptions} from './load-options.ts';
import {migrationOptions} from './migration-options.ts';

/**
 * Opens a MikroORM project without a `settings.ts`.
 * @throws CommandError `import-failed`, `mikro-orm-config`, `unsupported-driver`
 */
export async function openPlainProject(
	location: ProjectLocation,
	instead: Partial<DatabaseSettings> = {},
): Promise<PlainProject> {
	const {root, settingsFile} = location;
	const options = {...(await loadMikroOrmOptions(location)), ...optionsOf(instead)};
	const driver = driverOf(options, settingsFile);
	if (typeof options.driverOptions?.pglite === 'function') throw ofUnknownFolder(settingsFile);
	makeAbsolute(options, driver, root);
	const config = await configurationOf(options, location);
	return plainProject(location, config, configAccess(options));
}

/** Required settings that a MikroORM config does not have. */
const nothing: Settings = {apps: [], database: {driver: 'sqlite', name: ''}, secretKey: 'none'};

/**
 * @param config MikroORM's Configuration
 * @param known overrides the config: the file of a SQLite database, and whether the sources
 *   are TypeScript
 */
export function plainProject(
	location: ProjectLocation,
	config: any,
	access: DatabaseAccess,
	known: {file?: string; preferTs?: boolean} = {},
): PlainProject {
	const {root, settingsFile} = location;
	const driver = driverOf({driver: config.get('driver')}, settingsFile);
	const migrations = migrationOptions(config, known.preferTs);
	const label = labelOf(root);
	const address = known.file ? {name: known.file} : addressOf(config, driver, root);
	const database = {driver, ...address};
	const own: Settings = {...nothing, name: label, ...waitsOf(root)};
	const mistakes = mistakesIn(own);
	if (mistakes.length > 0) throw new InvalidSettings(mistakes, path.join(root, 'package.json'));
	return {
		...location,
		kind: 'mikro-orm',
		settings: {
			...withDefaults(own, root),
			apps: ['.'],
			database,
			secretKey: '',
			server: completeServer(serverOf(root)),
		},
		apps: [{label, name: '.', folder: root, migrationsFolder: migrations.target, own: true}],
		access,
		migrations,
	};
}

/** `quarterdeck.migrations` of the package.json: how migrations wait for others. */
function waitsOf(root: string): Pick<Settings, 'migrations'> {
	const {migrations} = readPackage(root).quarterdeck ?? {};
	return migrations === undefined ? {} : {migrations};
}

/** `quarterdeck.server` of the package.json, with the package's `main` as the default. */
function serverOf(root: string): Settings['server'] {
	const {main, quarterdeck} = readPackage(root);
	const server = quarterdeck?.server ?? {};
	if (typeof server === 'string' || server.file !== undefined) return server;
	const isFile = typeof main === 'string' && existsSync(path.resolve(root, main));
	return isFile && server.command === undefined ? {...server, file: main} : server;
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

/** @throws CommandError `unsupported-driver` */
export function driverOf({driver}: MikroOrmOptions, file: string): Driver {
	const name = driverName(driver);
	if (name) return name;
	const what = driver ? `uses the driver ${driver.name}` : 'names no driver';
	throw new CommandError(`The MikroORM config ${what}.`, {
		code: 'unsupported-driver',
		hint: `Quarterdeck works with ${Object.values(driverClasses).join(', ')}.`,
		file,
	});
}

/** Two instances over one folder would destroy its data. */
function ofUnknownFolder(file: string): CommandError {
	return new CommandError('The function driverOptions.pglite does not say which folder it opens.', {
		code: 'mikro-orm-config',
		hint: 'Name the folder in driverOptions.dataDir, or in dbName.',
		file,
	});
}

/** A relative path is relative to the project, as in MikroORM; the drivers use the working directory. */
function makeAbsolute(options: MikroOrmOptions, driver: Driver, root: string): void {
	const {driverOptions} = options;
	if (driver === 'pglite' && driverOptions?.dataDir)
		options.driverOptions = {...driverOptions, dataDir: absolute(driverOptions.dataDir, root)};
	else if (/^(?:sqlite|libsql|pglite)$/.test(driver))
		options.dbName = absolute(options.dbName, root);
}

function absolute(name: unknown, root: string): unknown {
	const isPath = typeof name === 'string' && name !== '' && !/^(?::memory:|[a-z-]+:)/i.test(name);
	return isPath ? path.resolve(root, name) : name;
}

/** Without the password: MikroORM connects by itself. */
export function addressOf(
	config: any,
	driver: Driver,
	root: string,
): Omit<DatabaseSettings, 'driver'> {
	if (/^(?:sqlite|libsql|pglite)$/.test(driver)) {
		const {pglite, dataDir, url, syncUrl} = config.get('driverOptions') ?? {};
		const place: string = pglite?.dataDir ?? dataDir ?? url ?? config.get('dbName');
		const name = path.isAbsolute(place) ? path.relative(root, place) : place;
		return {name, ...(syncUrl && {url: syncUrl})};
	}
	const {host, port, user, database} = connectionOptions(config);
	return {name: database, host, port, ...(user && {user})};
}
