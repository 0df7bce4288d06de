import assert from 'node:assert/strict';
import test from 'node:test';
import {hazards} from '../../support/hazards.ts';

const found = async (...sql: string[]) =>
	(await hazards(...sql)).map(({code, warning, losesData}) => [code, warning, losesData]);

test('deleted rows are counted, with the condition', async () => {
	assert.deepEqual(await found('delete from pet'), [['DL015', 'Deletes 2 rows of pet.', true]]);
	assert.deepEqual(await found("delete from pet as p where p.kind = 'dog'"), [
		['DL015', 'Deletes 1 row of pet.', true],
	]);
	assert.deepEqual(await found("delete from pet where kind = 'cow'"), [
		['DL015', 'Deletes 0 rows of pet.', false],
	]);
	assert.deepEqual(await found('delete from empty'), [
		['DL015', 'Deletes 0 rows of empty.', false],
	]);
	assert.deepEqual(await found("replace into pet values (1, 'a', 'b', 3)"), [
		['DL015', 'Deletes up to 1 row of pet.', true],
	]);
});

test('changed rows are counted, and need no consent', async () => {
	assert.deepEqual(await found("update pet set name = 'a' where age is not null"), [
		['DL016', 'Changes 1 row of pet.', false],
	]);
	assert.deepEqual(
		await found('insert into big (id) values (1), (2), (3) on conflict do update set note = 1'),
		[['DL016', 'Changes up to 3 rows of big.', false]],
	);
	assert.deepEqual(await found('update empty set id = 1', 'insert into pet select * from pet'), []);
});

test('what cannot be counted before it runs has the rows of the table as a bound', async () => {
	assert.deepEqual(await found('delete from pet where no_such_column = 1'), [
		['DL015', 'Deletes up to 2 rows of pet.', true],
	]);
	const renamed = await hazards(
		'alter table pet rename to animal',
		'delete from animal where age = 7',
	);
	const deleted = renamed.find(({code}) => code === 'DL015');
	assert.equal(deleted?.warning, 'Deletes 1 row of animal.');
});

test('what a rebuilt table is copied without is lost', async () => {
	const rebuild = [
		'create table copy (id integer, note text)',
		'insert into copy select id, note from full',
		'delete from copy where id = 1',
		'drop table full',
		'alter table copy rename to full',
	];
	const losses = (await found(...rebuild)).filter(([, , losesData]) => losesData);
	assert.deepEqual(losses, [['DL015', 'Deletes up to 2 rows of full.', true]]);
	const filtered = rebuild.with(1, 'insert into copy select id, note from full where id = 1');
	const [loss] = (await found(...filtered.toSpliced(2, 1))).filter(([, , losesData]) => losesData);
	assert.equal(loss?.[0], 'DL001');
});
