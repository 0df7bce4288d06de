import assert from 'node:assert/strict';
import test from 'node:test';
import {reverseSql} from '../../../source/migrations/unfinished/reverse-sql.ts';

const reverse = (sql: string, isMysql = false) => reverseSql([sql], isMysql)[0];

test('the last statement is undone first', () => {
	const statements = ['create table "a" (id int)', 'alter table "a" add column "b" int'];
	assert.deepEqual(reverseSql(statements, false), [
		'alter table "a" drop column "b";',
		'drop table "a";',
	]);
});

test('each kind of statement has its reverse', () => {
	assert.equal(reverse('create unique index i on a (b)'), 'drop index i;');
	assert.equal(reverse('create index `i` on `a` (b)', true), 'drop index `i` on `a`;');
	assert.equal(reverse('alter table a add unique index i (b)'), 'alter table a drop index i;');
	assert.equal(
		reverse('alter table a add constraint k foreign key (b) references c (d)'),
		'alter table a drop constraint k;',
	);
	assert.equal(
		reverse('set statement x = 1 for alter table a add constraint k foreign key (b) …', true),
		'alter table a drop constraint k;',
	);
	assert.equal(
		reverse('alter table a rename column b to c'),
		'alter table a rename column c to b;',
	);
	assert.equal(reverse('alter table a rename to b'), 'alter table b rename to a;');
});

test('what no statement undoes is left to a person', () => {
	assert.equal(reverse('drop table a'), '-- by hand: drop table a');
	assert.equal(
		reverse('alter table a add b int, add c int'),
		'-- by hand: alter table a add b int, add c int',
	);
});
