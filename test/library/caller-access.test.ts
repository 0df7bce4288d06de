import assert from 'node:assert/strict';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {defineEntity, MikroORM, p} from '@mikro-orm/sqlite';
import {callerAccess} from '../../source/library/caller-access.ts';
import {temporaryFolder} from '../support/project.ts';

const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});

async function accessTo(t: TestContext, dbName: string) {
	const orm = await MikroORM.init({dbName, entities: [Book]});
	t.after(() => orm.close(true));
	const database = {driver: 'sqlite', name: dbName};
	return {orm, access: callerAccess(orm), project: {settings: {database}} as never};
}

test('a database in memory is reached through the ORM itself', async t => {
	const {orm, access, project} = await accessTo(t, ':memory:');
	await orm.schema.create();
	const database = (await access.connect(project))!;
	assert.deepEqual(await database.query('select * from book'), []);
	await database.close();
	assert.equal(await orm.isConnected(), true);
});

test('a file is opened once more, so that one connection can lock and another one work', async t => {
	const {orm, access, project} = await accessTo(t, path.join(temporaryFolder(t), 'shop.db'));
	await orm.schema.create();
	const database = (await access.connect(project))!;
	t.after(() => database.close());
	await orm.em.fork().transactional(async em => {
		await em.insert(Book, {id: 7});
		assert.deepEqual(await database.query('select * from book'), []);
	});
	assert.deepEqual(await database.query('select * from book'), [{id: 7}]);
});

test('the ORM stays open, whoever closes it', async t => {
	const {orm, access, project} = await accessTo(t, ':memory:');
	await orm.schema.create();
	const open = await access.openOrm(project);
	await open.orm.close(true);
	assert.equal(await orm.isConnected(), true);
	assert.equal(open.isPartial, true);
});
