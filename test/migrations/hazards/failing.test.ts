import assert from 'node:assert/strict';
import test from 'node:test';
import {codes} from '../../support/hazards.ts';

test('forbidding NULL fails where rows have it, unless they are filled', async () => {
	const forbid = 'alter table "pet" alter column "age" set not null';
	assert.deepEqual(await codes('postgresql', forbid), ['DL004']);
	assert.deepEqual(
		await codes('postgresql', 'update "pet" set "age" = 0 where "age" is null', forbid),
		['DL016'],
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

test('unique fails where a value occurs twice, however it is written', async () => {
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

test('removing a value from an enum fails while rows have it', async () => {
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
