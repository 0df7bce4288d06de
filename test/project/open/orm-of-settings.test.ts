import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {openOrmOfSettings} from '../../../source/project/open/orm-of-settings.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});
const loaded = new Map([['shop', [Book]]]);

test('the ORM has the entities of the apps, and the options of the settings', async t => {
	const {project} = sqliteBench(t, ['create table book (id integer primary key)']);
	const database = {...project.settings.database, options: {contextName: 'shop'}};
	const settings = {...project.settings, database};
	const {orm, entities} = await openOrmOfSettings({...project, settings}, {loaded});
	t.after(() => orm.close(true));
	assert.equal(orm.config.get('contextName'), 'shop');
	assert.equal(entities, loaded);
	await orm.em.fork().insert(Book, {id: 7});
	assert.equal(await orm.em.fork().count(Book), 1);
});

test('to compare entities, neither extensions nor connections are needed', async t => {
	const {project} = sqliteBench(t);
	const database = {driver: 'sqlite', name: 'nowhere/db'} as const;
	const elsewhere = {...project, settings: {...project.settings, database}};
	const {orm} = await openOrmOfSettings(elsewhere, {schemaOnly: true, loaded});
	t.after(() => orm.close(true));
	assert.match(await orm.schema.getCreateSchemaSQL(), /create table `book`/);
});
