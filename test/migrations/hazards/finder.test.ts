import assert from 'node:assert/strict';
import test from 'node:test';
import {HazardFinder} from '../../../source/migrations/hazards/finder.ts';
import {connectDatabase} from '../../../source/project/open/connect-database.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {databases} from '../../support/databases.ts';
import {codes, finder, warnings} from '../../support/hazards.ts';

test('a table that the plan has renamed is found', async () => {
	assert.deepEqual(await warnings('alter table full rename to whole', 'drop table whole'), [
		'Renames full to whole: code that is running with the old name fails.',
		'Drops the table whole. 2 rows would be lost.',
	]);
});

test('without a database there is nothing to lose', async () => {
	assert.deepEqual(await new HazardFinder(undefined).find(['drop table full']), []);
});

test('a failure on existing rows is certain, unless the plan changes them before', async () => {
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

test('hazards of a whole migration: several commits, no down(), rows and schema together', async () => {
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
	assert.deepEqual(await codes('sqlite', ...seeds), [], 'rows of a new table lock nothing');
});

for (const {driver, options, makeShop} of databases) {
	if (driver === 'sqlite') continue;
	test(`${driver}: types and lengths come from the server`, options, async t => {
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
		assert.deepEqual(
			await found(change('name', 'varchar(5)')),
			driver === 'mariadb'
				? ['DL003 false 1 of them does not fit: it will fail.']
				: ['DL003 true 1 of them does not fit.'],
		);
		assert.deepEqual(await found(change('name', 'varchar(50)')), []);
		assert.deepEqual(await found(change('name', 'varchar(90)')), []);
		assert.deepEqual(await found(change('weight', 'int')), ['DL003 true 1 of them does not fit.']);
		assert.deepEqual(await found(change('weight', 'decimal(9,1)')), [
			'DL003 false They are converted.',
		]);
		assert.deepEqual(
			(await found('update pet set weight = weight / 3', change('weight', 'decimal(9,1)')))[1],
			'DL003 true Values may not fit.',
			'what an earlier statement changes is not known yet',
		);
	});
}
