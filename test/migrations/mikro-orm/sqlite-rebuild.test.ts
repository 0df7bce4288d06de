import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {fillsOf, keepDataInRebuilds} from '../../../source/migrations/mikro-orm/sqlite-rebuild.ts';
import {entityBench} from '../../support/entities.ts';

const id = p.integer().primary();
const Author = defineEntity({name: 'Author', properties: {id}});
const book = (properties: object) => defineEntity({name: 'Book', properties: {id, ...properties}});

/** The statements from one entity to another, where `fills` answers what new columns get. */
async function statements(t: TestContext, from: object, to: object, fills = {}): Promise<string[]> {
	const [before, after] = [
		await entityBench(t, {shop: [Author, book(from)]}),
		await entityBench(t, {shop: [Author, book(to)]}),
	];
	const snapshot = before.engine.target.snapshotOf(before.app('shop'), null);
	const {engine, app} = after;
	const difference = engine.compare(engine.schemaFrom(snapshot), engine.target.of(app('shop')));
	for (const change of Object.values<object>(difference.changedTables)) fillsOf.set(change, fills);
	return engine.sqlOf(difference);
}

test('a new column that must not be NULL is filled while its table is rebuilt', async t => {
	const to = {title: p.string()};
	assert.deepEqual(await statements(t, {}, to, {title: "'none'"}), [
		'create table `book__temp_alter` (`id` integer not null primary key autoincrement, `title` text not null);',
		"insert into `book__temp_alter` (`id`, `title`) select `id`, 'none' from `book`;",
		'drop table `book`;',
		'alter table `book__temp_alter` rename to `book`;',
	]);
});

test('a column that becomes NOT NULL keeps its values', async t => {
	const from = {title: p.string().nullable()};
	const sql = await statements(t, from, {title: p.string()}, {title: "''"});
	assert.ok(
		sql.some(text => text.includes("select `id`, coalesce(`title`, '') from `book`")),
		sql.join(),
	);
});

test('a foreign key goes with its column, by a rebuild', async t => {
	const sql = await statements(t, {author: () => p.manyToOne(Author)}, {});
	assert.ok(sql.includes('drop table `book`;'), sql.join('\n'));
	assert.ok(sql.includes('drop index if exists `book_author_id_index`;'), sql.join('\n'));
});

test('a helper is replaced once', async t => {
	const {internals} = await entityBench(t, {});
	const {schemaHelper} = internals.platform;
	keepDataInRebuilds(internals.platform, internals.library);
	assert.equal(internals.platform.schemaHelper, schemaHelper);
	assert.ok(schemaHelper instanceof internals.library.SqliteSchemaHelper);
});
