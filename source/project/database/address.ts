import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import type {Project} from '../open/open.ts';
import type {Driver} from '../settings/settings.ts';

export type Row = Record<string, any>;

/** A connection of the bare driver: what is applied can be read without loading MikroORM. */
export interface Database {
	readonly dialect: Driver;
	query(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
	close(): Promise<void>;
}

/** Where a database is, without its password; safe to show. */
export interface DatabaseAddress {
	driver: Driver;
	/** As the settings name it. */
	name: string;
	host?: string;
	port?: number;
	user?: string;
}

export function databaseAddress({settings: {database}}: Project): DatabaseAddress {
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

/** `app@localhost/blog`; a file by its name alone. */
export function databasePlace({
	name,
	host,
	user,
}: Pick<DatabaseAddress, 'name' | 'host' | 'user'>): string {
	return host ? `${user ? `${user}@` : ''}${host}/${name}` : name;
}

/** Absolute path of a SQLite database, or `:memory:`. */
export function sqliteFile({root, settings: {database}}: Project): string {
	const name = database.name ?? 'db.sqlite3';
	return name === ':memory:' ? name : path.resolve(root, name);
}

/**
 * Connects with the driver alone.
 * @returns undefined when it is a SQLite file that does not exist yet; it is not made by looking
 * @throws CommandError `database-unreachable`
 */
export async function connectDatabase(project: Project): Promise<Database | undefined> {
	const connect = () => connectAnew(project);
	return project.kept ? project.kept.over(connect) : connect();
}

async function connectAnew(project: Project): Promise<Database | undefined> {
	try {
		const {driver} = project.settings.database;
		if (project.caller) return await (await import('../open/caller-orm.ts')).connectBeside(project);
		if (driver === 'sqlite') {
			if (!existsSync(sqliteFile(project))) return undefined;
			if (project.mikroOrm)
				return await (await import('../open/connect-mikro-orm.ts')).connect(project);
			return (await import('./sqlite.ts')).connect(project);
		}
		if (project.mikroOrm)
			return await (await import('../open/connect-mikro-orm.ts')).connect(project);
		if (driver === 'postgresql') return await (await import('./postgresql.ts')).connect(project);
		return await (await import('./mysql.ts')).connect(project);
	} catch (error) {
		throw unreachable(project, error);
	}
}

/** One sentence with driver, place and the database's own reason; the password is never part of it. */
export function unreachable(project: Project, error: unknown): CommandError {
	const {driver, host, port, ...address} = databaseAddress(project);
	const place = databasePlace({...address, host: host && port ? `${host}:${port}` : host});
	const code = (error as NodeJS.ErrnoException).code;
	const reason = messageOf(error) || code || 'no reason given';
	return new CommandError(
		`The ${driver} database ${place} cannot be used: ${reason.split('\n')[0]}.`,
		{
			code: 'database-unreachable',
			hint:
				driver === 'sqlite'
					? 'Check that the file is a SQLite database and that you may write it and its folder.'
					: `Check that the server runs, and the database in ${path.basename(project.settingsFile)}.`,
			cause: error,
		},
	);
}
