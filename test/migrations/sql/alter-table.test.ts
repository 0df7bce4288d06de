import assert from 'node:assert/strict';
import test from 'node:test';
import {effectsOf} from '../../../source/migrations/sql/statements.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';

const alter = (clauses: string, dialect: Dialect = 'mariadb') =>
	effectsOf(`alter table pet ${clauses}`, dialect).filter(({kind}) => kind !== 'calls');
const kinds = (clauses: string, dialect?: Dialect) => alter(clauses, dialect).map(({kind}) => kind);

test('each clause of one statement counts', () => {
	assert.deepEqual(alter('drop column age, drop `kind`'), [
		{kind: 'drop-column', table: 'pet', column: 'age'},
		{kind: 'drop-column', table: 'pet', column: 'kind'},
	]);
});

test('dropping or adding what is no column is no change of columns', () => {
	assert.deepEqual(kinds('drop constraint one'), ['drop-constraint']);
	assert.deepEqual(kinds('drop primary key'), ['drop-constraint']);
	assert.deepEqual(kinds('add index i (age)'), []);
	assert.deepEqual(kinds('add primary key (id)'), []);
});

test('keys, checks and unique constraints are seen with or without a name', () => {
	const keys = 'add constraint k foreign key (a) references b (c)';
	const key = (isValidated: boolean) => ({
		...{kind: 'foreign-key', table: 'pet', isValidated},
		...{columns: ['a'], references: 'b', referenced: ['c']},
	});
	assert.deepEqual(alter(keys)[0], key(true));
	assert.deepEqual(alter(`${keys} not valid`, 'postgresql')[0], key(false));
	assert.deepEqual(alter('add unique key u (name, `kind`)')[0], {
		...{kind: 'unique', table: 'pet', columns: ['name', 'kind']},
	});
	assert.deepEqual(alter('add check (age > 0)'), [
		{kind: 'check', table: 'pet', condition: 'age > 0'},
	]);
});

test("MySQL's change is a new declaration, or a new name as well", () => {
	assert.deepEqual(kinds('change `age` `age` int not null'), ['redeclare-column']);
	const [renamed, redeclared] = alter('change `age` `years` int');
	assert.deepEqual(renamed, {kind: 'rename-column', table: 'pet', column: 'age', to: 'years'});
	assert.ok(redeclared?.kind === 'redeclare-column');
	assert.deepEqual([redeclared.column, redeclared.type], ['years', 'int']);
});

test("PostgreSQL's changes of type, default and NULL are seen", () => {
	const [change] = alter('alter column "Age" type varchar(2) using ("Age"::text)', 'postgresql');
	assert.deepEqual(change, {
		...{kind: 'change-type', table: 'pet', column: 'Age', onlyCasts: true},
		...{type: 'varchar(2)', declared: 'varchar(2)', using: '("Age"::text)'},
	});
	const [computed] = alter('alter age type int using length(age)', 'postgresql');
	assert.ok(computed?.kind === 'change-type' && !computed.onlyCasts);
	const [joined] = alter("alter age type text using age::text || 'x'", 'postgresql');
	assert.ok(joined?.kind === 'change-type' && !joined.onlyCasts);
	assert.deepEqual(kinds('alter column age drop default', 'postgresql'), ['drop-default']);
	assert.deepEqual(kinds('alter column age set not null', 'postgresql'), ['set-not-null']);
});

test('a clause that is not known is not understood', () => {
	for (const clause of [
		'drop partition p0',
		'truncate partition p0',
		'convert to character set binary',
		'engine = blackhole',
		'discard tablespace',
		'drop system versioning',
		'rename column a',
		'drop column a b',
	]) {
		assert.deepEqual(kinds(clause), ['not-understood'], clause);
	}
	assert.deepEqual(kinds('detach partition p0', 'postgresql'), ['not-understood']);
});

test('a table that moves to another schema has another name', () => {
	assert.deepEqual(effectsOf('alter table inv."a b" set schema archive', 'postgresql'), [
		{kind: 'rename-table', table: 'inv.a b', to: 'archive.a b'},
	]);
	assert.deepEqual(effectsOf('alter table inv.a rename to b', 'postgresql'), [
		{kind: 'rename-table', table: 'inv.a', to: 'inv.b'},
	]);
});
