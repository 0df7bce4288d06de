import assert from 'node:assert/strict';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {HazardFinder} from '../../source/migrations/hazards.ts';
import type {Database} from '../../source/project/database.ts';

function hazards(...sql: string[]) {
	const memory = new DatabaseSync(':memory:');
	memory.exec(
		'create table full (id integer, note text); insert into full values (1, null), (2, null)',
	);
	memory.exec('create table empty (id integer, note text)');
	const database: Database = {
		dialect: 'sqlite',
		query: async (text, values = []) => memory.prepare(text).all(...(values as any[])) as any,
		close: async () => memory.close(),
	};
	return new HazardFinder(database).find(sql);
}
const warnings = async (...sql: string[]) => (await hazards(...sql)).map(({warning}) => warning);

test('a dropped table, with or without rows, in whatever quotes', async () => {
	assert.deepEqual(await hazards('drop table if exists `full`;'), [
		{warning: 'Drops the table full. 2 row(s) would be lost.', losesData: true},
	]);
	assert.deepEqual(await hazards('DROP TABLE "public"."empty" cascade'), [
		{warning: 'Drops the table empty. It is empty.', losesData: false},
	]);
	assert.deepEqual(await warnings('drop table if exists nowhere', 'drop index full'), []);
});

test('every dropped column of one statement', async () => {
	assert.deepEqual(await warnings('alter table `full` drop column `id`, drop column `note`;'), [
		'Drops the column id of full. Its values in 2 row(s) would be lost.',
		'Drops the column note of full. Its values in 2 row(s) would be lost.',
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
		'Drops the column note of full. Its values in 2 row(s) would be lost.',
	]);
	const renamed = 'alter table `full` rename column `note` to `remark`;';
	assert.deepEqual(await warnings(renamed, ...rebuild('`id`, `remark`')), []);
});

test('a table that was renamed before is found', async () => {
	assert.deepEqual(await warnings('alter table full rename to whole', 'drop table whole'), [
		'Drops the table whole. 2 row(s) would be lost.',
	]);
});

test('without a database there is nothing to lose', async () => {
	assert.deepEqual(await new HazardFinder(undefined).find(['drop table full']), []);
});
