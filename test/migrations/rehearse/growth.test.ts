import assert from 'node:assert/strict';
import {DatabaseSync} from 'node:sqlite';
import test, {type TestContext} from 'node:test';
import {growthOf} from '../../../source/migrations/rehearse/growth.ts';
import type {Database} from '../../../source/project/database/database.ts';

function withRows(t: TestContext, rows: number): Database {
	const database = new DatabaseSync(':memory:');
	t.after(() => database.close());
	database.exec('create table item (id integer primary key); create table part (id integer)');
	for (let id = 1; id <= rows; id++) database.exec(`insert into item values (${id})`);
	return {
		dialect: 'sqlite',
		query: async (sql, values = []) =>
			database
				.prepare(sql)
				.all(...(values as string[]))
				.map(row => ({...row})),
		close: async () => {},
	};
}

test('what reads the rows of a table grows with it', async t => {
	const statements = {
		'create index i on item (id)': 20,
		'update item set id = id': 20,
		'create table copy as select * from item': 20,
		'insert into part select id from item': 20,
		'insert into part values (1)': 1,
		'alter table item add column name text': 1,
		'alter table item rename to thing': 1,
		'create table other (id integer)': 1,
		'update part set id = 1': 1,
	};
	const growth = await growthOf(Object.keys(statements), withRows(t, 100), withRows(t, 5));
	assert.deepEqual(Object.fromEntries(growth), statements);
});
