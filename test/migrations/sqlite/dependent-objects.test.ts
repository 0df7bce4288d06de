import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {setAside} from '../../../source/migrations/sqlite/dependent-objects.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const objects = [
	'create table book (id integer primary key, title text, year int)',
	'create index by_title on book (title)',
	'create index by_year on book (year)',
	'create view titles as select title from book',
	'create trigger touched after update on book begin select 1; end',
];

/** @returns the names of the indexes, triggers and views afterwards */
async function after(t: TestContext, statements: string[]): Promise<string[]> {
	const {engine, rows} = sqliteBench(t, objects);
	const query = queryIn(engine, undefined);
	const restore = await setAside(statements, query, name => engine.quote(name));
	for (const sql of statements) await query(sql);
	await restore?.();
	const sql = "select name from sqlite_master where type <> 'table' order by name";
	return rows(sql).map(({name}) => name);
}

const rebuild = (columns: string, values: string) => [
	`create table book__temp_alter (${columns})`,
	`insert into book__temp_alter select ${values} from book`,
	'drop table book',
	'alter table book__temp_alter rename to book',
];

test('what depends on a rebuilt table is there again afterwards', async t => {
	const statements = rebuild('id integer primary key, title text, year int', 'id, title, year');
	assert.deepEqual(await after(t, statements), ['by_title', 'by_year', 'titles', 'touched']);
});

test('what the migration drops stays away, and an index goes with its column', async t => {
	const statements = rebuild('id integer primary key, title text', 'id, title');
	const dropping = ['drop view if exists titles', ...statements];
	assert.deepEqual(await after(t, dropping), ['by_title', 'touched']);
});

test('without a rebuild nothing is set aside', async t => {
	assert.deepEqual(await after(t, ['drop index by_year']), ['by_title', 'titles', 'touched']);
});

test('an index that the migration drops stays away, whatever is in its name', async t => {
	const odd = '"by ""the"".title"';
	const statements = rebuild('id integer primary key, title text, year int', 'id, title, year');
	const dropping = [`create index ${odd} on book (title)`, `drop index ${odd}`, ...statements];
	const {engine, rows} = sqliteBench(t, [...objects, dropping[0]!]);
	const query = queryIn(engine, undefined);
	const restore = await setAside(dropping.slice(1), query, name => engine.quote(name));
	for (const sql of dropping.slice(1)) await query(sql);
	await restore?.();
	assert.deepEqual(rows(`select name from sqlite_master where name like '%.title'`), []);
});
