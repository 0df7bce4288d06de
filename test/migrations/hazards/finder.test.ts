import assert from 'node:assert/strict';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {HazardFinder} from '../../../source/migrations/hazards/finder.ts';
import type {Database} from '../../../source/project/database/database.ts';
import {connectDatabase} from '../../../source/project/open/connect-database.ts';
import {openProject} from '../../../source/project/open/open.ts';
import type {Driver} from '../../../source/project/settings/settings.ts';
import {databases} from '../../support/databases.ts';

function finder(dialect: Driver = 'sqlite') {
	const memory = new DatabaseSync(':memory:');
	for (const sql of [
		'create table full (id integer, note text)',
		'insert into full values (1, null), (2, null)',
		'create table empty (id integer, note text)',
		'create table pet (id integer primary key, name text not null, kind varchar(9), age integer)',
		"insert into pet values (1, 'Rex', 'dog', 7), (2, 'Rex', 'cat', null)",
		'create view old_pets as select name from pet where age > 9',
		'create trigger petted after update on pet begin select 1; end',
		'create table big (id integer, note text)',
		'insert into big with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000) select i, i from n',
	]) {
		memory.exec(sql);
	}
	const database: Database = {
		dialect,
		query: async (text, values = []) => memory.prepare(text).all(...(values as any[])) as any,
		close: async () => memory.close(),
	};
	return new HazardFinder(database);
}
const hazards = (...sql: string[]) => finder().find(sql);
const codes = async (dialect: Driver, ...sql: string[]) =>
	(await finder(dialect).find(sql)).map(({code}) => code);
const warnings = async (...sql: string[]) => (await hazards(...sql)).map(({warning}) => warning);

test('a dropped table, with or without rows, in whatever quotes', async () => {
	assert.deepEqual(await hazards('drop table if exists `full`;'), [
		{
			code: 'DL001',
			warning: 'Drops the table full. 2 rows would be lost.',
			safer: 'Keep a copy, or rename it and drop it once nobody misses it.',
			losesData: true,
			fails: false,
		},
	]);
	const [empty] = await hazards('DROP TABLE "public"."empty" cascade');
	assert.equal(empty?.warning, 'Drops the table empty. It is empty.');
	assert.equal(empty?.losesData, false);
	assert.deepEqual(await warnings('drop table if exists nowhere', 'drop index full'), []);
});

test('every dropped column of one statement', async () => {
	assert.deepEqual(await warnings('alter table `full` drop column `id`, drop column `note`;'), [
		'Drops the column id of full. Its values in 2 rows would be lost.',
		'Drops the column note of full. Its values in 2 rows would be lost.',
	]);
});

test('a rebuild is no drop, but tells of the column that it leaves out', async () => {
	const rebuild = (columns: string) => [
		'create table `full__temp_alter` (`id` integer);',
		`insert into \`full__temp_alter\` (\`id\`) select ${columns} from \`full\`;`,
		'drop table `full`;',
		'alter table `full__temp_alter` rename to `full`;',
	];
	assert.deepEqual(await warnings(...rebuild("`id`, coalesce(`note`, '')")), []);
	assert.deepEqual(await warnings(...rebuild('`id`')), [
		'Drops the column note of full. Its values in 2 rows would be lost.',
	]);
	const renamed = 'alter table `full` rename column `note` to `remark`;';
	assert.deepEqual(await warnings(renamed, ...rebuild('`id`, `remark`')), [
		'Renames note of full to remark: code that is running with the old name fails.',
	]);
	const uncopied = rebuild('').filter(sql => !sql.startsWith('insert'));
	assert.deepEqual(await warnings(...uncopied), ['Drops the table full. 2 rows would be lost.']);
});

test('a table that was renamed before is found', async () => {
	assert.deepEqual(await warnings('alter table full rename to whole', 'drop table whole'), [
		'Renames full to whole: code that is running with the old name fails.',
		'Drops the table whole. 2 rows would be lost.',
	]);
});

test('without a database there is nothing to lose', async () => {
	assert.deepEqual(await new HazardFinder(undefined).find(['drop table full']), []);
});

test('DL003: a type that changes, and one that the values do not fit', async () => {
	const [longer] = await finder('postgresql').find([
		'alter table "pet" alter column "kind" type varchar(2) using ("kind"::varchar(2))',
	]);
	assert.equal(longer, undefined, 'the stand-in has no information_schema, so nothing is known');
	const rebuild = (type: string) =>
		hazards(
			`create table new_pet (id integer primary key, name text not null, kind ${type}, age integer)`,
			'insert into new_pet select id, name, kind, age from pet',
			'drop table pet',
			'alter table new_pet rename to pet',
		);
	const [narrower] = await rebuild('varchar(2)');
	assert.deepEqual(
		[narrower?.code, narrower?.warning, narrower?.losesData],
		[
			'DL003',
			'Changes the type of kind of pet from varchar(9) to varchar(2), in 2 rows. 2 of them do not fit.',
			true,
		],
	);
	const [wider, bystanders] = await rebuild('text');
	assert.deepEqual([wider?.losesData, bystanders?.code], [false, 'DL008']);
	assert.match(bystanders!.warning, /trigger petted/);
	assert.match(bystanders!.warning, /view old_pets/);
});

test('what fails on the rows that are there is sure of it, unless the plan changes them before', async () => {
	const fails = async (nature: object, ...sql: string[]) =>
		(await finder().find(sql, nature)).filter(hazard => hazard.fails).map(({code}) => code);
	const add = 'alter table pet add column owner text not null';
	assert.deepEqual(await fails({}, add), ['DL005']);
	assert.deepEqual(await fails({}, 'delete from pet', add), []);
	assert.deepEqual(await fails({}, 'delete from big', add), ['DL005']);
	assert.deepEqual(await fails({runsCode: true}, add), []);
	assert.deepEqual(await fails({}, 'create unique index i on pet (name)'), ['DL006']);
	const rebuild = (value: string) => [
		'create table copy (id integer primary key, owner text not null, name text)',
		`insert into copy (id, owner, name) select id, ${value}, name from pet`,
		'drop table pet',
		'alter table copy rename to pet',
	];
	assert.deepEqual(await fails({}, ...rebuild('null')), ['DL005']);
	assert.deepEqual(await fails({}, ...rebuild("'none, yet'")), []);
	const [first] = await finder('mariadb').find([add]);
	assert.deepEqual([first?.code, first?.fails], ['DL005', false], 'they get an empty text');
});

test('DL004 and DL005: NULL forbidden where rows have it, unless they are filled', async () => {
	const forbid = 'alter table "pet" alter column "age" set not null';
	assert.deepEqual(await codes('postgresql', forbid), ['DL004']);
	assert.deepEqual(
		await codes('postgresql', 'update "pet" set "age" = 0 where "age" is null', forbid),
		[],
	);
	assert.deepEqual(await codes('mariadb', 'alter table `pet` modify `age` int not null'), [
		'DL004',
	]);
	assert.deepEqual(await codes('mariadb', 'alter table `pet` change `age` `age` int not null'), [
		'DL004',
	]);
	assert.deepEqual(await codes('sqlite', 'alter table pet add column size int not null'), [
		'DL005',
	]);
	for (const harmless of ['int not null default 1', 'int', 'int null, add index i (age)']) {
		assert.deepEqual(await codes('sqlite', `alter table pet add column size ${harmless}`), []);
	}
	assert.deepEqual(await codes('sqlite', 'alter table empty add size int not null'), []);
});

test('DL006: unique where values occur twice, however it is written', async () => {
	for (const sql of [
		'create unique index `one` on `pet` (`name`);',
		'alter table "pet" add constraint "one" unique ("name");',
		'alter table `pet` add unique `one`(`name`);',
	]) {
		assert.deepEqual(await codes('sqlite', sql), ['DL006'], sql);
	}
	assert.deepEqual(await codes('sqlite', 'create unique index one on pet (name, kind)'), []);
	assert.deepEqual(
		await codes('sqlite', 'create unique index one on pet (name) where age > 1'),
		[],
	);
});

test('DL009 and DL010: what locks many rows on PostgreSQL', async () => {
	assert.deepEqual(await codes('postgresql', 'create index "i" on "big" ("id")'), ['DL009']);
	assert.deepEqual(await codes('postgresql', 'create index concurrently "i" on "big" ("id")'), []);
	assert.deepEqual(await codes('postgresql', 'create index "i" on "pet" ("id")'), []);
	assert.deepEqual(await codes('sqlite', 'create index "i" on "big" ("id")'), []);
	const key = 'alter table big add constraint k foreign key (id) references pet (id)';
	assert.deepEqual(await codes('postgresql', key), ['DL010']);
	assert.deepEqual(await codes('postgresql', `${key} not valid`), []);
});

test('DL011 to DL013: what a migration is as a whole', async () => {
	const two = ['alter table pet add a int', 'alter table pet add b int'];
	assert.deepEqual(await codes('mariadb', ...two), ['DL011']);
	assert.deepEqual(
		await codes('mariadb', 'create table a (id int)', 'create table b (id int)'),
		[],
	);
	assert.deepEqual(await codes('postgresql', ...two), []);
	const [noDown] = await finder().find([], {reversible: false});
	assert.equal(noDown?.code, 'DL012');
	assert.deepEqual(await codes('sqlite', two[0]!, "update pet set a = 1 where name = 'x'"), [
		'DL013',
	]);
	const seeds = ['create table a (id int)', 'insert into a values (1)'];
	assert.deepEqual(await codes('sqlite', ...seeds), [], 'its own rows harm nobody');
});

test('DL014: a value that is taken out of an enum, while rows have it', async () => {
	assert.deepEqual(
		await codes('mariadb', "alter table `pet` modify `kind` enum('dog','bird') null"),
		['DL014'],
	);
	assert.deepEqual(
		await codes('mariadb', "alter table `pet` modify `kind` enum('dog','cat') null"),
		[],
	);
	const rebuild = (values: string) =>
		codes(
			'sqlite',
			`create table \`pet__temp_alter\` (\`id\` integer, \`kind\` text check (\`kind\` in (${values})) null, name text, age int)`,
			'insert into `pet__temp_alter` (id, kind, name, age) select id, kind, name, age from `pet`;',
			'drop table `pet`;',
			'alter table `pet__temp_alter` rename to `pet`;',
		);
	assert.ok((await rebuild("'dog'")).includes('DL014'));
	assert.ok(!(await rebuild("'dog', 'cat'")).includes('DL014'));
});

for (const {driver, options, makeShop} of databases) {
	if (driver === 'sqlite') continue;
	test(`${driver}: types and lengths are asked of the real server`, options, async t => {
		const {shop, rows} = await makeShop(t);
		await rows('create table pet (id int, name varchar(50), weight double precision)');
		await rows("insert into pet values (1, 'Rex', 1.5), (2, 'Bartholomew', null)");
		const database = (await connectDatabase(await openProject(shop.root)))!;
		t.after(() => database.close());
		const change = (column: string, type: string) =>
			driver === 'mariadb'
				? `alter table \`pet\` modify \`${column}\` ${type}`
				: `alter table "pet" alter column "${column}" type ${type} using ("${column}"::${type})`;
		const found = async (...sql: string[]) =>
			(await new HazardFinder(database).find(sql)).map(
				({code, warning, losesData}) => `${code} ${losesData} ${warning.split('. ').at(-1)}`,
			);
		assert.deepEqual(await found(change('name', 'varchar(5)')), [
			'DL003 true 1 of them does not fit.',
		]);
		assert.deepEqual(await found(change('name', 'varchar(50)')), []);
		assert.deepEqual(await found(change('name', 'varchar(90)')), [
			'DL003 false They are converted.',
		]);
		assert.deepEqual(await found(change('weight', 'int')), ['DL003 true Values may not fit.']);
	});
}
