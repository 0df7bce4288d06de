import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import type {TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';

const require = createRequire(import.meta.url);

export interface Server {
	driver: 'postgresql' | 'mariadb' | 'mysql';
	host: string;
	port: number;
	user: string;
}

const everyServer: Server[] = [
	{driver: 'postgresql', host: '127.0.0.1', port: 5432, user: 'postgres'},
	{driver: 'mariadb', host: '127.0.0.1', port: 3306, user: 'root'},
	{driver: 'mysql', host: '127.0.0.1', port: 3306, user: 'root'},
];

const {QUARTERDECK_TEST_SERVERS: wanted, NODE_TEST_CONTEXT: isTest} = process.env;

/**
 * `npm test` keeps to SQLite, to be done in minutes; `npm run test:databases` takes these as well. A set of
 * `npm run test:versions` has one driver and asks for it by its name; MySQL's, on MariaDB, is asked for by it only.
 */
export const servers: Server[] = everyServer.filter(({driver}) =>
	wanted === '1' || !isTest ? driver !== 'mysql' : driver === wanted,
);

/** Whether something listens there; asked once, before the tests are declared. */
export function isThere({host, port}: Server): boolean {
	const script = `require('node:net').connect(${port}, '${host}').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`;
	return spawnSync(process.execPath, ['-e', script], {timeout: 5000}).status === 0;
}

export interface ServerDatabase {
	name: string;
	rows(sql: string): Promise<Record<string, any>[]>;
	/** Another session, which ends with the test. */
	session(): Promise<Session>;
}

export type Session = Awaited<ReturnType<typeof connect>>;

/** A database of its own, gone when the test ends. */
export async function makeDatabase(test: TestContext, server: Server): Promise<ServerDatabase> {
	const name = `quarterdeck_${process.pid}_${Date.now().toString(36)}`;
	const admin = await connect(server);
	await admin.rows(`create database ${name}`);
	const sessions: Session[] = [];
	const session = async () => {
		sessions.push(await connect(server, name));
		return sessions.at(-1)!;
	};
	const {rows} = await session();
	test.after(async () => {
		await Promise.allSettled(sessions.map(({end}) => end()));
		await admin.rows(
			`drop database ${name}${server.driver === 'postgresql' ? ' with (force)' : ''}`,
		);
		await admin.end();
	});
	return {name, rows, session};
}

async function connect(server: Server, database?: string) {
	const {driver, host, port, user} = server;
	if (driver === 'postgresql') {
		const {Client} = createRequire(require.resolve('@mikro-orm/postgresql'))('pg');
		const client = new Client({host, port, user, database: database ?? 'postgres'});
		client.on('error', () => {});
		await client.connect();
		return {
			rows: async (sql: string): Promise<Record<string, any>[]> => (await client.query(sql)).rows,
			end: () => client.end() as Promise<void>,
		};
	}
	const mysql2 = createRequire(require.resolve('@mikro-orm/mysql')).resolve('mysql2/promise');
	const connection = await (await import(pathToFileURL(mysql2).href)).default.createConnection({
		host,
		port,
		user,
		database,
	});
	return {
		rows: async (sql: string): Promise<Record<string, any>[]> => (await connection.query(sql))[0],
		end: () => connection.end() as Promise<void>,
	};
}
