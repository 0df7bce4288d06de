import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import type {ConfiguredProject, DatabaseSettings, Driver} from '../settings/settings.ts';

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
	if (database.url) {
		const url = new URL(database.url);
		return {
			driver: database.driver,
			name: decodeURIComponent(url.pathname.slice(1)),
			host: url.hostname,
			...(url.port && {port: Number(url.port)}),
			...(url.username && {user: decodeURIComponent(url.username)}),
		};
	}
	const {driver, name = '', host, port, user} = database;
	if (driver === 'sqlite') return {driver, name};
	return {driver, name, host: host ?? '127.0.0.1', port, user};
}

/** As both drivers name them. */
export function serverOptions({name, host, port, user, password}: DatabaseSettings, usual: number) {
	return {host: host ?? '127.0.0.1', port: port ?? usual, user, password, database: name};
}

/** `app@localhost/blog`, or the file name for SQLite. */
export function databasePlace({
	name,
	host,
	user,
}: Pick<DatabaseAddress, 'name' | 'host' | 'user'>): string {
	return host ? `${user ? `${user}@` : ''}${host}/${name}` : name;
}

/** Absolute path of a SQLite database, or `:memory:`. */
export function sqliteFile({root, settings: {database}}: ConfiguredProject): string {
	const name = database.name ?? 'db.sqlite3';
	return name === ':memory:' ? name : path.resolve(root, name);
}

/** Whether it is a SQLite database in memory, or one whose file does not exist yet. */
export function isMissingFile(project: ConfiguredProject): boolean {
	return project.settings.database.driver === 'sqlite' && !existsSync(sqliteFile(project));
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
		hint:
			driver === 'sqlite'
				? 'Check that the file is a SQLite database and that you may write it and its folder.'
				: `Check that the server runs, and the database in ${path.basename(project.settingsFile)}.`,
		cause: error,
	});
}
