import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p, raw} from '@mikro-orm/core';
import {entityBench} from '../../support/entities.ts';

const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), title: p.string()},
});

test('a database that was made from the schema has no difference to it', async t => {
	const {engine, app, internals} = await entityBench(t, {shop: [Book]});
	const snapshot = engine.target.snapshotOf(app('shop'), null);
	await internals.orm.schema.create();
	const expected = await engine.expected(snapshot);
	assert.deepEqual(engine.sqlOf(engine.compare(await engine.introspect(), expected)), []);
	await engine.connection.execute('alter table book add column year int');
	const [change] = engine.sqlOf(engine.compare(await engine.introspect(), expected));
	assert.match(change!, /alter table `book` drop column `year`/);
});

test('a schema that was found is a snapshot with our names', async t => {
	const {engine, internals} = await entityBench(t, {shop: [Book]});
	await internals.orm.schema.create();
	const found = JSON.parse(JSON.stringify(await engine.introspect()));
	const [table] = engine.snapshotFrom(found).tables;
	assert.deepEqual([table?.name, table?.entity], ['book', 'Book']);
});

test('names, types and statements are as MikroORM writes them', async t => {
	const {engine, internals} = await entityBench(t, {shop: [Book]});
	assert.equal(engine.quote('book'), '`book`');
	assert.equal(engine.indexName('book', ['title'], 'unique'), 'book_title_unique');
	assert.equal(engine.typeOf({type: 'varchar', length: 20}), 'text');
	assert.equal(engine.textOf('select 1'), 'select 1');
	assert.equal(engine.textOf(raw('select ?', ['a'])), "select 'a'");
	const query = internals.orm.em.fork().createQueryBuilder(Book).select('id').where({id: 7});
	assert.match(engine.textOf(query.getNativeQuery()), /where .*`id` = 7/);
});
