import type {EventEmitter} from 'node:events';
import type {MikroORM} from '@mikro-orm/core';
import {driverName} from './driver-name.ts';
import {keepOwnWords} from './knex.ts';

/** With any driver. */
export type AnyOrm = MikroORM<any, any, any>;

/** A MikroORM connection without entities. */
export interface OwnConnection {
	query(sql: string, parameters?: readonly unknown[]): Promise<any[]>;
	close(): Promise<void>;
}

/**
 * Connects without entities. What a session has, a lock or a transaction, is on one connection: the project's
 * pool may open several, and closes those that are idle.
 * @param config a MikroORM Configuration of its own
 * @throws the driver's error
 */
export async function connectWith(config: any): Promise<OwnConnection> {
	config.set('pool', {min: 1, max: 1});
	const driver = config.getDriver();
	const connection = driver.getConnection();
	// MikroORM does this while discovering entities.
	connection.setPlatform(driver.getPlatform());
	keepOwnWords(connection);
	outliveConnections(driver);
	await driver.connect();
	const close = () => driver.close(true);
	const query = queryOver(connection);
	try {
		await query('select 1');
	} catch (error) {
		await close();
		throw error;
	}
	return {query, close};
}

/**
 * Without a listener, a connection that PostgreSQL ends would end this process. MikroORM listens since 7.1; the
 * query that was asked fails in any case. To be called before the connection opens.
 */
export function outliveConnections(driver: any): void {
	const connection = driver.getConnection();
	const {createKyselyDialect} = connection;
	const isPostgresql = driverName(driver.constructor) === 'postgresql';
	if (!isPostgresql || !createKyselyDialect || 'handlePoolErrors' in connection) return;
	connection.createKyselyDialect = (options: any) =>
		createKyselyDialect.call(connection, {
			...options,
			onPoolCreated(pool: EventEmitter) {
				options?.onPoolCreated?.(pool);
				pool.on('error', () => {});
				pool.on('connect', client => client.on('error', () => {}));
			},
		});
}

/**
 * Tells of the file of SQLite or libSQL just before MikroORM opens it, which makes a file that is missing. A
 * replica's file comes from its server, and must not be there before.
 * @param prepare gets its path, as MikroORM's options give it
 */
export function beforeOpeningFile(driver: any, prepare: (file: string) => void): void {
	const connection = driver.getConnection();
	if (!/^(?:sqlite|libsql|better-sqlite)$/.test(driverName(driver.constructor) ?? '')) return;
	const method = connection.createKyselyDialect ? 'createKyselyDialect' : 'connect';
	const original = connection[method];
	connection[method] = (options: any) => {
		const file = String(options?.url ?? options?.dbName ?? connection.config.get('dbName') ?? '');
		const {readonly, fileMustExist, syncUrl} = options ?? {};
		const isFile = file !== '' && !/^(?:file:)?:memory:|^[a-z]{3,}:\/\//.test(file);
		if (isFile && !readonly && !fileMustExist && !syncUrl) prepare(file.replace(/^file:/, ''));
		return original.call(connection, options);
	};
}

/** Uses the ORM's own connection, which stays open. */
export function connectionOf(orm: AnyOrm): OwnConnection {
	return {query: queryOver((orm.driver as any).getConnection()), close: async () => {}};
}

function queryOver(connection: any): OwnConnection['query'] {
	return (sql, parameters = []) => connection.execute(sql, [...parameters], 'all');
}

/** The database of a Configuration, including URL and defaults. The password may be a function. */
export function connectionOptions(config: any): {
	host?: string;
	port?: number;
	user?: string;
	password?: string | (() => string | Promise<string>);
	database: string;
} {
	return config.getDriver().getConnection().getConnectionOptions();
}

/** MikroORM accepts a function for short-lived passwords. */
export async function passwordIn(config: any): Promise<string | undefined> {
	const {password} = connectionOptions(config);
	return typeof password === 'function' ? password() : password;
}

/** Copies an ORM's Configuration. */
export function copyOf(config: any, changes: object): any {
	return new config.constructor({...config.getAll(), ...changes});
}

/** The ORM's SQLite file as opened by the driver: an absolute path, or `:memory:`. */
export async function openSqliteFile(orm: AnyOrm): Promise<string> {
	const databases = await connectionOf(orm).query('pragma database_list');
	return databases.find(({name}) => name === 'main')?.file || ':memory:';
}

/** Whether a transaction is open on the single SQLite connection; false for other databases. */
export function isInTransaction(orm: AnyOrm): boolean {
	return (orm.driver as any).getConnection().database?.inTransaction === true;
}
