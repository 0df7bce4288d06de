import assert from 'node:assert/strict';
import test from 'node:test';
import {effectsOf, isSchemaChange} from '../../../source/migrations/sql/statements.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';

const all = ['sqlite', 'postgresql', 'mariadb'] as const;
const without =
	(...kinds: string[]) =>
	(sql: string, dialect: Dialect) =>
		effectsOf(sql, dialect).filter(({kind}) => !kinds.includes(kind));
const effects = without('calls');

test('tables are made, renamed and dropped', () => {
	for (const dialect of all) {
		const [made] = effects('create table if not exists pet (id integer not null);', dialect);
		assert.ok(made?.kind === 'create-table');
		assert.deepEqual([made.table, made.columns.map(({column}) => column)], ['pet', ['id']]);
		const renamed = [{kind: 'rename-table', table: 'pet', to: 'animal'}];
		assert.deepEqual(effects('alter table pet rename to animal', dialect), renamed);
		assert.deepEqual(effects('drop table if exists a, b;', dialect), [
			{kind: 'drop-table', table: 'a'},
			{kind: 'drop-table', table: 'b'},
		]);
	}
	assert.deepEqual(effects('rename table `pet` to `animal`;', 'mariadb'), [
		{kind: 'rename-table', table: 'pet', to: 'animal'},
	]);
	const [dropped] = effects('create or replace table pet (id int)', 'mariadb');
	assert.deepEqual(dropped, {kind: 'drop-table', table: 'pet'});
});

test('names are read as the database reads them', () => {
	const dropped = (sql: string, dialect: Dialect) =>
		effects(sql, dialect).map(effect => 'table' in effect && effect.table);
	assert.deepEqual(dropped('drop table "order items"', 'sqlite'), ['order items']);
	assert.deepEqual(dropped("drop table 'order items'", 'sqlite'), ['order items']);
	assert.deepEqual(dropped('drop table [küchen]', 'sqlite'), ['küchen']);
	assert.deepEqual(dropped('drop table Küchen, "Küchen"', 'postgresql'), ['küchen', 'Küchen']);
	assert.deepEqual(dropped('drop table "archive"."do.c"', 'postgresql'), ['archive."do.c"']);
	assert.deepEqual(dropped('drop table `a``b`.注文', 'mariadb'), ['a`b.注文']);
	assert.deepEqual(dropped('DROP/**/TABLE/* x */book', 'sqlite'), ['book']);
});

test('a declaration says type, NOT NULL, default and generation', () => {
	const [made] = effectsOf(
		"create table t (`a b` DECIMAL(5,2) NOT NULL default 0, c double  precision, d int generated always as (c + 1) stored, e enum('A','b'), unique (c), constraint k check (c > 0))",
		'mariadb',
	);
	assert.ok(made?.kind === 'create-table');
	assert.deepEqual(
		made.columns.map(({declared, ...column}) => Object.values(column)),
		[
			['a b', 'decimal(5,2)', true, false, true],
			['c', 'double precision', false, false, false],
			['d', 'int', false, true, true],
			['e', "enum('A','b')", false, false, false],
		],
	);
	assert.equal(made.columns[0]!.declared, 'DECIMAL(5,2) NOT NULL default 0');
});

test('an index says which values and rows are in it', () => {
	const sql =
		'create unique index concurrently i on pet (name desc, lower(note), (a || b)) where age > 1';
	assert.deepEqual(effects(sql, 'postgresql')[0], {
		...{kind: 'index', table: 'pet', columns: ['name'], unique: true, concurrently: true},
		...{values: ['name', 'lower(note)', '(a || b)'], where: 'age > 1'},
	});
	const [beginning] = effects('create index i on pet (`note`(10))', 'mariadb');
	assert.ok(beginning?.kind === 'index');
	assert.deepEqual(beginning.values, ['left(`note`, 10)']);
});

test('deleted and changed rows can be counted, with their condition', () => {
	for (const dialect of all) {
		assert.deepEqual(effects('delete from pet', dialect), [
			{
				...{kind: 'delete-rows', table: 'pet'},
				rows: {before: ' select count(*) as count from', after: ' as pet '},
			},
		]);
		const [changed] = effects("update pet set a = 'where' where b = 1", dialect);
		assert.ok(changed?.kind === 'change-rows');
		assert.equal(changed.rows?.after, ' as pet where b = 1');
	}
	const [joined] = effects('delete from a x using b where x.i = b.i', 'postgresql');
	assert.ok(joined?.kind === 'delete-rows');
	assert.equal(joined.rows?.after, ' as x where exists (select 1 from b where x.i = b.i)');
	const [first] = effects('delete from a where b order by c limit 2', 'mariadb');
	assert.ok(first?.kind === 'delete-rows');
	assert.equal(first.rows?.after, ' as a where b order by c limit 2) as concerned');
});

test('what deletes rows is seen in whatever statement', () => {
	const deleted = (sql: string, dialect: Dialect) =>
		effects(sql, dialect).flatMap(effect =>
			effect.kind === 'delete-rows' || effect.kind === 'truncate' ? effect.table : [],
		);
	for (const [dialect, sql, tables] of [
		['postgresql', 'truncate "Pet", only inv.toy restart identity cascade', ['Pet', 'inv.toy']],
		['mariadb', 'truncate table pet', ['pet']],
		['postgresql', 'with g as (delete from pet returning *) select * from g', ['pet']],
		[
			'postgresql',
			'with g as (delete from pet returning *) insert into old select * from g',
			['pet'],
		],
		['sqlite', 'with o as (select 1) delete from pet where id in (select * from o)', ['pet']],
		['mariadb', 'delete a, b from pet a join toy b on a.id = b.pet', ['pet', 'toy']],
		['mariadb', 'delete from a using pet as a join toy on a.id = toy.pet', ['pet']],
		['sqlite', 'replace into pet values (1)', ['pet']],
		['sqlite', 'insert or replace into pet values (1)', ['pet']],
		['sqlite', 'update or replace pet set id = 1', ['pet']],
		['mariadb', 'replace into pet set id = 1', ['pet']],
		[
			'postgresql',
			'merge into pet p using toy t on p.id = t.id when matched then delete when not matched then insert values (1)',
			['pet'],
		],
	] as const) {
		assert.deepEqual(deleted(sql, dialect), tables, sql);
	}
});

test('what changes rows is seen in whatever statement', () => {
	const changed = (sql: string, dialect: Dialect) =>
		effects(sql, dialect).flatMap(effect => (effect.kind === 'change-rows' ? effect.table : []));
	const upsert = 'insert into pet (id) values (1), (2) on conflict (id) do update set n = 1';
	for (const [dialect, sql, tables] of [
		['postgresql', upsert, ['pet']],
		['sqlite', upsert, ['pet']],
		['mariadb', 'insert into pet values (1) on duplicate key update n = 2', ['pet']],
		['mariadb', 'update pet a join toy b on a.id = b.pet set a.n = 1', ['pet', 'toy']],
		['postgresql', 'with u as (update pet set n = 1 returning *) select 1', ['pet']],
		['postgresql', 'merge into pet using toy on true when matched then update set n = 1', ['pet']],
		['sqlite', 'insert into pet values (1) on conflict do nothing', []],
		['sqlite', 'insert or ignore into pet values (1)', []],
	] as const) {
		assert.deepEqual(changed(sql, dialect), tables, sql);
	}
	const [, counted] = effects(upsert, 'postgresql');
	assert.ok(counted?.kind === 'change-rows' && counted.atMost === 2);
});

test('rows that are copied whole are told from others', () => {
	const copies = (sql: string) => effects(sql, 'sqlite').map(({kind}) => kind);
	assert.deepEqual(effects('insert into copy (id) select id from "order items";', 'sqlite'), [
		{kind: 'copy-rows', table: 'copy', values: 'id', from: 'order items'},
	]);
	for (const sql of [
		'insert into copy select id from pet where id > 1',
		'insert into copy select distinct id from pet',
		'insert into copy select max(id) from pet',
		'insert or ignore into copy select id from pet',
		'insert into copy select id from pet limit 1',
		'insert into copy select id from pet join toy',
	]) {
		assert.deepEqual(copies(sql), ['add-rows'], sql);
	}
	const [filled] = effects('update pet set age = 0 where age is null', 'sqlite');
	assert.ok(filled?.kind === 'change-rows' && filled.fills === 'age');
});

test('several statements in one text are several', () => {
	const sql = "insert into a values (';'); drop table b; -- c;\n";
	assert.deepEqual(
		effects(sql, 'postgresql').map(({kind}) => kind),
		['add-rows', 'drop-table'],
	);
	for (const dialect of ['sqlite', 'mariadb'] as const) {
		const trigger =
			'create trigger t after insert on a begin update b set c = case when 1 then 2 end; end';
		assert.deepEqual(effects(trigger, dialect), []);
		assert.deepEqual(effects(`${trigger}; drop table b`, dialect), [
			{kind: 'drop-table', table: 'b'},
		]);
	}
});

test('a statement that is not known is not understood, and its names are', () => {
	for (const [dialect, sql, name] of [
		['postgresql', 'do $$ begin delete from author; end $$', 'author'],
		['postgresql', 'drop type mood cascade', 'mood'],
		['postgresql', 'drop owned by bob', 'bob'],
		['mariadb', 'call purge()', 'purge'],
		['mariadb', "load data infile 'x' replace into table author", 'author'],
		['mariadb', '/*!40000 drop table author */', 'author'],
		['mariadb', 'create or replace database shop', 'shop'],
		['sqlite', 'pragma writable_schema = 1', 'writable_schema'],
		['sqlite', "attach 'x' as y", 'y'],
		['sqlite', 'delete from author whre id = 1', 'author'],
		['sqlite', 'rollback', 'rollback'],
		['mariadb', "set sql_mode = ''", 'sql_mode'],
	] as const) {
		const [effect, ...others] = effects(sql, dialect);
		assert.deepEqual(others, [], sql);
		assert.ok(effect?.kind === 'not-understood' && effect.names.includes(name), sql);
	}
});

test('what loses nothing has no effect', () => {
	for (const [dialect, sql] of [
		['sqlite', 'select * from pet'],
		['sqlite', 'pragma foreign_keys = off'],
		['postgresql', "set names 'utf8'"],
		['postgresql', "set session_replication_role = 'replica'"],
		['postgresql', "comment on table pet is 'x'"],
		['postgresql', 'create materialized view v as select 1'],
		['postgresql', "alter type mood add value 'sad'"],
		['mariadb', 'set foreign_key_checks = 0'],
		['mariadb', 'set @old = @@unique_checks, unique_checks = 0'],
		['mariadb', 'drop function f'],
	] as const) {
		assert.deepEqual(effects(sql, dialect), [], sql);
	}
	for (const type of ['index', 'view', 'trigger'] as const) {
		assert.deepEqual(effects(`drop ${type} if exists "a b"`, 'sqlite'), [
			{kind: 'drop-object', type, name: 'a b'},
		]);
	}
});

test('functions that are called are named', () => {
	assert.deepEqual(effectsOf('select purge(count(*)) from a', 'postgresql'), [
		{kind: 'calls', functions: ['purge', 'count'], statement: 'select purge(count(*)) from a'},
	]);
});

test('changes of the schema are told from others', () => {
	assert.deepEqual(['alter table a add b int', 'select 1'].map(isSchemaChange), [true, false]);
});
