import assert from 'node:assert/strict';
import test from 'node:test';
import {effectsOf, isSchemaChange} from '../../../source/migrations/hazards/statement-effects.ts';

test('tables are made, renamed and dropped', () => {
	const [made] = effectsOf('create table if not exists `pet` (`id` integer not null);');
	assert.ok(made?.kind === 'create-table');
	assert.deepEqual([made.table, made.columns.map(({column}) => column)], ['pet', ['id']]);
	const renamed = [{kind: 'rename-table', table: 'pet', to: 'animal'}];
	assert.deepEqual(effectsOf('alter table pet rename to animal'), renamed);
	assert.deepEqual(effectsOf('rename table `pet` to `animal`;'), renamed);
	assert.deepEqual(effectsOf('drop table if exists pet'), [{kind: 'drop-table', table: 'pet'}]);
});

test('a partial unique index is not unique over all rows', () => {
	const [index] = effectsOf('create unique index concurrently i on pet (name) where age > 1');
	assert.deepEqual(index, {
		...{kind: 'index', table: 'pet', columns: ['name']},
		...{unique: false, concurrently: true},
	});
});

test('rows are copied, filled or changed', () => {
	assert.deepEqual(effectsOf('insert into copy (id) select id from pet;'), [
		{kind: 'copy-rows', table: 'copy', values: ' id ', from: 'pet'},
	]);
	assert.deepEqual(effectsOf('update pet set age = 0 where age is null'), [
		{kind: 'fill-nulls', table: 'pet', column: 'age'},
	]);
	for (const sql of ['update pet set age = 0', 'delete from pet', 'insert into pet values (1)']) {
		assert.deepEqual(effectsOf(sql), [{kind: 'change-rows', table: 'pet'}], sql);
	}
});

test('an alter table may do several things, and a select does nothing', () => {
	assert.equal(effectsOf('alter table only pet drop a, drop b').length, 2);
	assert.deepEqual(effectsOf('select * from pet'), []);
	assert.deepEqual(['alter table a add b int', 'select 1'].map(isSchemaChange), [true, false]);
});
