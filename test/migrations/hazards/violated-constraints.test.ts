import assert from 'node:assert/strict';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {HazardFinder} from '../../../source/migrations/hazards/finder.ts';

/** Two owners, and pets of the first and of one who does not exist. */
function shelter() {
	const memory = new DatabaseSync(':memory:');
	memory.exec(
		`create table owner (id integer primary key, name text);
		insert into owner values (1, 'Ada'), (2, 'ADA');
		create table pet (id integer primary key, age int check (age > -9), owner int);
		insert into pet values (1, 3, 1), (2, -1, 7), (3, null, null)`,
	);
	const finder = new HazardFinder({
		dialect: 'sqlite',
		query: async (sql, values = []) => memory.prepare(sql).all(...(values as any[])) as any,
		close: async () => {},
	});
	return {memory, finder};
}

const rebuild = (columns: string, values = 'id, age, owner') => [
	`create table copy (id integer primary key, ${columns})`,
	`insert into copy select ${values} from pet`,
	'drop table pet',
	'alter table copy rename to pet',
];

async function told(...sql: string[]) {
	const found = await shelter().finder.find(sql);
	return found
		.filter(({code}) => /^DL0(?:06|1[89])$/.test(code))
		.map(({code, warning, fails}) => [code, warning.split(', but ')[1], fails]);
}

test('a new check that rows violate is foreseen, and one that is there is not counted again', async () => {
	const there = 'age int check (age > -9), owner int';
	assert.deepEqual(await told(...rebuild(there)), []);
	assert.deepEqual(await told(...rebuild('age int check (age >= 0), owner int')), [
		['DL018', '1 row violates it: it will fail.', true],
	]);
	assert.deepEqual(
		await told(...rebuild('age int, owner int, check (age >= -1 or owner is null)')),
		[],
	);
	const filled = rebuild('age int check (age >= 0), owner int', 'id, abs(age), owner');
	assert.deepEqual(await told(...filled), [], 'the rows that fill the table count');
	const renamed = 'alter table pet rename column age to years';
	const years = rebuild('years int check (years >= 0), owner int', 'id, years, owner');
	assert.deepEqual(await told(renamed, ...years), [
		['DL018', '1 row violates it: it will fail.', true],
	]);
});

test('rows that would refer to nothing are foreseen', async () => {
	for (const references of ['owner (id)', 'owner']) {
		const columns = `age int, owner int, foreign key (owner) references ${references}`;
		assert.deepEqual(await told(...rebuild(columns)), [
			['DL019', '1 row refers to none of its rows: it will fail.', true],
		]);
	}
	assert.deepEqual(await told(...rebuild('age int, owner int references nowhere (id)')), []);
	const own = rebuild('age int, owner int references pet (id)');
	assert.equal((await told(...own)).length, 1, 'a table may refer to itself');
});

test('a unique index over expressions or part of the rows is counted as it is', async () => {
	const create = (index: string) => told(`create unique index i on owner ${index}`);
	assert.deepEqual(await create('(name)'), []);
	assert.deepEqual(await create('(lower(name))'), [
		['DL006', '1 value occurs more than once: it will fail.', true],
	]);
	assert.deepEqual(await create('(name collate nocase)'), [
		['DL006', '1 value occurs more than once: it will fail.', true],
	]);
	assert.deepEqual(await create('(lower(name)) where id > 1'), []);
	assert.deepEqual(await create('(nosuchfunction(name))'), [
		[
			'DL006',
			'there may be values (they could not be counted: no such function: nosuchfunction) that occur more than once: it may fail.',
			false,
		],
	]);
});

test('what is foreseen is what happens', async () => {
	for (const sql of [
		rebuild('age int check (age >= 0), owner int'),
		['create unique index i on owner (lower(name))'],
	]) {
		const {memory, finder} = shelter();
		assert.ok((await finder.find(sql)).some(({fails}) => fails));
		assert.throws(() => {
			for (const statement of sql) memory.exec(statement);
		}, /constraint failed/);
	}
});
