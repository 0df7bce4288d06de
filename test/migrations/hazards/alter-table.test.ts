import assert from 'node:assert/strict';
import test from 'node:test';
import {alterTable} from '../../../source/migrations/hazards/alter-table.ts';
import {declaration} from '../../../source/migrations/hazards/sql-text.ts';

const kinds = (text: string) => alterTable('pet', text).map(({kind}) => kind);

test('each clause of one statement counts', () => {
	assert.deepEqual(alterTable('pet', 'drop column "age", drop `kind`'), [
		{kind: 'drop-column', table: 'pet', column: 'age'},
		{kind: 'drop-column', table: 'pet', column: 'kind'},
	]);
});

test('dropping or adding what is no column is no change of columns', () => {
	assert.deepEqual(kinds('drop constraint one'), []);
	assert.deepEqual(kinds('drop primary key'), []);
	assert.deepEqual(kinds('add index i (age)'), []);
	assert.deepEqual(kinds('add primary key (id)'), []);
});

test('keys, checks and unique constraints are seen with or without a name', () => {
	const keys = 'add constraint k foreign key (a) references b (c)';
	assert.deepEqual(alterTable('pet', keys), [
		{kind: 'foreign-key', table: 'pet', isValidated: true},
	]);
	assert.deepEqual(alterTable('pet', `${keys} not valid`), [
		{kind: 'foreign-key', table: 'pet', isValidated: false},
	]);
	assert.deepEqual(alterTable('pet', 'add unique key u (name, `kind`)'), [
		{kind: 'unique', table: 'pet', columns: ['name', 'kind']},
	]);
	assert.deepEqual(alterTable('pet', 'add check (age > 0)'), [
		{kind: 'check', table: 'pet', condition: 'age > 0'},
	]);
});

test("MySQL's change is a new declaration, or a new name", () => {
	assert.deepEqual(kinds('change `age` `age` int not null'), ['redeclare-column']);
	assert.deepEqual(alterTable('pet', 'change `age` `years` int'), [
		{kind: 'rename-column', table: 'pet', column: 'age', to: 'years'},
		{kind: 'redeclare-column', table: 'pet', ...declaration('`years` int')},
	]);
});

test("PostgreSQL's changes of type and NULL are seen", () => {
	assert.deepEqual(alterTable('pet', 'alter column "age" type varchar(2) using (age::text)'), [
		{
			...{kind: 'change-type', table: 'pet', column: 'age'},
			...{type: 'varchar(2)', declared: 'varchar(2)', using: '(age::text)'},
		},
	]);
	assert.deepEqual(kinds('alter column "age" drop default'), ['drop-default']);
	assert.deepEqual(kinds('alter column "age" set not null'), ['set-not-null']);
});
