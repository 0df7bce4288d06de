import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {keepCounters, keepTableOptions} from '../../../source/migrations/sqlite/table-options.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const queryOver = (t: TestContext, sql: string[]) => queryIn(sqliteBench(t, sql).engine, undefined);

const rebuild = (columns: string) => [
	`create table copy (${columns});`,
	'insert into copy (id) select id from book',
	'drop table book',
	'alter table copy rename to book',
];

test('a rebuilt table keeps strict and without rowid', async t => {
	const query = queryOver(t, ['create table book (id integer primary key) strict, without rowid']);
	const [create] = await keepTableOptions(rebuild('id integer primary key'), query);
	assert.equal(create, 'create table copy (id integer primary key) strict, without rowid;');
});

test('an option that the new columns do not allow is left out', async t => {
	const query = queryOver(t, ['create table book (id integer primary key) strict']);
	const statements = rebuild('id integer primary key, price decimal(5,2)');
	assert.deepEqual(await keepTableOptions(statements, query), statements);
});

test('a rebuilt table goes on counting where it was', async t => {
	const columns = 'id integer primary key autoincrement';
	const query = queryOver(t, [
		`create table book (${columns})`,
		'insert into book values (7)',
		'delete from book',
	]);
	const statements = rebuild(columns);
	const restore = await keepCounters(statements, query);
	for (const sql of statements) await query(sql);
	await restore!();
	await query('insert into book default values');
	assert.deepEqual(await query('select id from book'), [{id: 8}]);
});

test('without a rebuild there is nothing to keep', async t => {
	const query = queryOver(t, ['create table book (id integer)']);
	assert.equal(await keepCounters(['drop table book'], query), undefined);
	assert.deepEqual(await keepTableOptions(['drop table book'], query), ['drop table book']);
});
