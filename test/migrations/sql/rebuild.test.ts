import assert from 'node:assert/strict';
import test from 'node:test';
import {rebuildOf, rebuildsOf} from '../../../source/migrations/sql/rebuild.ts';
import {effectsOf} from '../../../source/migrations/sql/statements.ts';

const statements = [
	'create table copy (id integer, name text)',
	'insert into copy select id, name from pet',
	'drop table pet',
	'alter table copy rename to pet',
];

test('a table that is copied, dropped and replaced is rebuilt', () => {
	const [rebuild, ...others] = rebuildsOf(statements.flatMap(sql => effectsOf(sql, 'sqlite')));
	assert.deepEqual(others, []);
	assert.deepEqual(
		[rebuild?.table, rebuild?.copy, rebuild?.body, rebuild?.values],
		['pet', 'copy', 'id integer, name text', 'id, name'],
	);
});

test('without one of its steps it is not, and without a copy it has no values', () => {
	const without = (index: number) =>
		rebuildsOf(statements.toSpliced(index, 1).flatMap(sql => effectsOf(sql, 'sqlite')));
	for (const index of [0, 2, 3]) assert.deepEqual(without(index), []);
	assert.equal(without(1)[0]?.values, undefined);
});

test('it belongs to the statement that drops the old table', () => {
	const effects = statements.flatMap(sql => effectsOf(sql, 'sqlite'));
	const rebuilds = rebuildsOf(effects);
	assert.deepEqual(
		effects.map(effect => rebuildOf(effect, rebuilds)?.table),
		[undefined, undefined, 'pet', undefined],
	);
});
