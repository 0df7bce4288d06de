import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import type {ConfiguredProject, DatabaseSettings, Driver} from '../settings/settings.ts';
import {FolderInUse} from './folder-lock.ts';
import {sqliteHint} from './sqlite-hint.ts';

/** Where a database is, without its password: safe to show. */
export interface DatabaseAddress {
	driver: Driver;
	/** As written in the settings. */
	name: string;
	host?: string;
	port?: number;
	user?: string;
}

export function databaseAddress({settings: {database}}: ConfiguredProject): DatabaseAddress {
	const server = libSqlServer(database) ?? database.url;
	if (server && !isLocal({settings: {database}})) {
		const url = new URL(server);
		return {
			driver: database.driver,
			name: decodeURIComponent(url.pathname.slice(1)),
			host: url.hostname,
			...(url.port && {port: Number(url.port)}),
			...(url.username && {user: decodeURIComponent(url.username)}),
		};
	}
	const {driver, name = '', host, port, user} = database;
	if (isLocal({settings: {database}})) return {driver, name: name || (database.url ?? '')};
	return {driver, name, host: host ?? '127.0.0.1', port, user};
}

/** As both drivers name them. */
export function serverOptions({name, host, port, user, password}: DatabaseSettings, usual: number) {
	return {host: host ?? '127.0.0.1', port: port ?? usual, user, password, database: name};
}

/** `app@localhost/blog`, or the name of the file or folder. */
export function databasePlace({
	name,
	host,
	user,
}: Pick<DatabaseAddress, 'name' | 'host' | 'user'>): string {
	if (!host) return name;
	return `${user ? `${user}@` : ''}${host}${name ? `/${name}` : ''}`;
}

type HasDatabase = {settings: {database: DatabaseSettings}};

/** Whether no server has it: SQLite, libSQL in a file, PGlite. */
export function isLocal({settings: {database}}: HasDatabase): boolean {
	const {driver} = database;
	if (driver === 'libsql') return libSqlServer(database) === undefined;
	return driver === 'sqlite' || driver === 'pglite';
}

/** The URL of a libSQL database on a server; a replica of it in a file only serves reads. */
export function libSqlServer({driver, name, url, options}: DatabaseSettings): string | undefined {
	if (driver !== 'libsql') return undefined;
	const {syncUrl, url: other} = (options?.driverOptions ?? {}) as Record<string, string>;
	return [url, name, other, syncUrl].find(place =>
		/^(?:https?|wss?|libsql):\/\//.test(place ?? ''),
	);
}

/** Whether it is SQLite's or libSQL's file, or in memory. */
export function isSqliteFile(project: HasDatabase): boolean {
	return isLocal(project) && project.settings.database.driver !== 'pglite';
}

/** Absolute path of a SQLite database, or `:memory:`. */
export function sqliteFile({root, settings: {database}}: ConfiguredProject): string {
	const {driver, url, name = driver === 'libsql' ? url : undefined} = database;
	// libSQL's documentation writes files as `file:local.db`.
	const file = (driver === 'libsql' ? name?.replace(/^file:/, '') : name) ?? 'db.sqlite3';
	return file === ':memory:' ? file : path.resolve(root, file);
}

/** Absolute path of the folder of a PGlite database; undefined in memory. */
export function pgliteFolder({root, settings: {database}}: ConfiguredProject): string | undefined {
	const {dataDir = database.name} = (database.options?.driverOptions ?? {}) as {dataDir?: string};
	const isInMemory = !dataDir || dataDir.startsWith('memory:');
	return isInMemory ? undefined : path.resolve(root, dataDir.replace(/^file:\/\//, ''));
}

/** What a database consists of, or the file that a folder has first; undefined in memory and on a server. */
export function databaseFile(project: ConfiguredProject): string | undefined {
	if (project.settings.database.driver === 'pglite') {
		const folder = pgliteFolder(project);
		return folder && path.join(folder, 'PG_VERSION');
	}
	const file = isSqliteFile(project) ? sqliteFile(project) : ':memory:';
	return file === ':memory:' ? undefined : file;
}

/** Whether it is a database in memory, or one whose file does not exist yet. */
export function isMissingFile(project: ConfiguredProject): boolean {
	if (!isLocal(project)) return false;
	const file = databaseFile(project);
	return file === undefined || !existsSync(file);
}

/** One sentence with driver, address and the database's own reason. It never contains the password. */
export function unreachable(project: ConfiguredProject, error: unknown): CommandError {
	const {driver, host, port, ...address} = databaseAddress(project);
	const place = databasePlace({...address, host: host && port ? `${host}:${port}` : host});
	const code = (error as NodeJS.ErrnoException).code;
	const [reason] = (messageOf(error) || code || 'no reason given').split('\n');
	return new CommandError(`The ${driver} database ${place} cannot be used: ${reason}.`, {
		code: 'database-unreachable',
		reason,
		hint: hintFor(project, error),
		cause: error,
	});
}

function hintFor(project: ConfiguredProject, error: unknown): string {
	if (error instanceof FolderInUse)
		return `PGlite lets in one process at a time. ${error.holder.stays ? "Stop it ('quarterdeck stopserver' stops the development server)" : 'Wait until it ends'}, and try again.`;
	if (isSqliteFile(project)) return sqliteHint(sqliteFile(project), error);
	if (isLocal(project)) return 'Check that it is a folder of PGlite and that you may write it.';
	const file = path.basename(project.settingsFile);
	return lacksSsl(error)
		? `${file} asks for SSL (in the URL or the options of the driver), which this server does not offer. Turn it off there, or on at the server.`
		: `Check that the server runs, and the database in ${file}.`;
}

/** Whether the server has no SSL and was asked for it. PostgreSQL's driver gives no code. */
function lacksSsl(error: unknown): boolean {
	const {code} = error as NodeJS.ErrnoException;
	return (
		code === 'HANDSHAKE_NO_SSL_SUPPORT' ||
		messageOf(error).startsWith('The server does not support SSL')
	);
}
