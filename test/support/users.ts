import type {TestContext} from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {MikroORM as MariaDb} from '@mikro-orm/mariadb';
import {MikroORM as PostgreSql} from '@mikro-orm/postgresql';
import {MikroORM as Sqlite} from '@mikro-orm/sqlite';
import {FailedLogins, User} from '../../source/contrib/auth/entities.ts';
import {makeDatabase, type Server} from './servers.ts';

/** What the functions of the auth app want to know; quick to hash. */
export const settings = {auth: {}, passwordHashCost: 4};

/**
 * The auth app's tables as its sources have them, in a database of their own.
 * @param server SQLite, in memory, if left out
 */
export async function openUsers(test: TestContext, server?: Server): Promise<EntityManager> {
	const entities = [User, FailedLogins];
	const common = {entities, logger: () => {}};
	const orm = server
		? await openOn(server, (await makeDatabase(test, server)).name, common)
		: await Sqlite.init({...common, dbName: ':memory:'});
	// Before the database is dropped: hooks run in the order in which they were given.
	test.after(() => orm.close(true));
	await orm.schema.create();
	return orm.em.fork() as EntityManager;
}

function openOn({driver, ...server}: Server, dbName: string, common: object) {
	const {init} = driver === 'postgresql' ? PostgreSql : MariaDb;
	return init.call(driver === 'postgresql' ? PostgreSql : MariaDb, {
		...common,
		...server,
		dbName,
		pool: {max: 20},
	} as never) as Promise<Sqlite>;
}
