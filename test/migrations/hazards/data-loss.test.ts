import assert from 'node:assert/strict';
import test from 'node:test';
import {hazards, warnings} from '../../support/hazards.ts';

test('a dropped table is a loss if it has rows, in whatever quotes', async () => {
	assert.deepEqual(await hazards('drop table if exists `full`;'), [
		{
			code: 'DL001',
			warning: 'Drops the table full. 2 rows would be lost.',
			safer: 'Keep a copy, or rename it now and drop it in a later release.',
			losesData: true,
			fails: false,
			rows: 2,
		},
	]);
	const [empty] = await hazards('DROP TABLE "main"."empty"');
	assert.equal(empty?.warning, 'Drops the table main.empty. It is empty.');
	assert.equal(empty?.losesData, false);
	assert.deepEqual(await warnings('drop table if exists nowhere', 'drop index full'), []);
});

test('each column that a statement drops is reported', async () => {
	assert.deepEqual(await warnings('alter table `full` drop column `id`, drop column `note`;'), [
		'Drops the column id of full. Its values in 2 rows would be lost.',
		'Drops the column note of full. Its values in 2 rows would be lost.',
	]);
});

test('a rebuild drops no table, but may leave out a column', async () => {
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
