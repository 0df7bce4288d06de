import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import {defineEntity, MikroORM, p} from '@mikro-orm/sqlite';
import {projectOf} from '../../source/library/project-of.ts';
import {temporaryFolder} from '../support/project.ts';
import {makeShop} from '../support/shop.ts';

const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});

test("the project of settings is migrated in the database of the caller's ORM", async t => {
	const {root} = makeShop(t);
	const dbName = path.join(temporaryFolder(t), 'own.db');
	const orm = await MikroORM.init({dbName, entities: [Book], baseDir: root});
	t.after(() => orm.close(true));
	const project = await projectOf({orm});
	assert.deepEqual([project.root, project.kind], [root, 'quarterdeck']);
	assert.deepEqual(
		[project.settings.database.driver, project.settings.database.name],
		['sqlite', dbName],
	);
});

test('without settings it is a plain project of that ORM', async t => {
	const baseDir = temporaryFolder(t);
	const orm = await MikroORM.init({dbName: ':memory:', entities: [Book], baseDir});
	t.after(() => orm.close(true));
	const project = await projectOf({orm});
	assert.equal(project.kind, 'mikro-orm');
	assert.equal(project.settings.database.name, ':memory:');
	await assert.rejects(projectOf({orm, directory: baseDir}), {code: 'no-project'});
});

test('an ORM and a database exclude each other', async () => {
	await assert.rejects(projectOf({orm: {} as never, database: {}}), {code: 'usage'});
});
