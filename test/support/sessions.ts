import type {TestContext} from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {MikroORM} from '@mikro-orm/sqlite';
import {Session} from '../../source/contrib/sessions/entities.ts';

/** The table of sessions in a database in memory. */
export async function openSessions(test: TestContext): Promise<EntityManager> {
	const orm = await MikroORM.init({entities: [Session], dbName: ':memory:', logger: () => {}});
	test.after(() => orm.close(true));
	await orm.schema.create();
	return orm.em.fork() as unknown as EntityManager;
}
