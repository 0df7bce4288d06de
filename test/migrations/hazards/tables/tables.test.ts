import assert from 'node:assert/strict';
import test from 'node:test';
import {Tables} from '../../../../source/migrations/hazards/tables/tables.ts';
import {connectDatabase} from '../../../../source/project/open/connect-database.ts';
import {sqliteBench} from '../../../support/sqlite-engine.ts';

const sql = [
	'create table pet (id integer primary key, name text not null, age int)',
	"insert into pet values (1, 'Rex', 7), (2, 'Rex', null)",
	'create view old_pets as select name from pet where age > 9',
];

async function tablesOver(t: test.TestContext): Promise<Tables> {
	const database = await connectDatabase(sqliteBench(t, sql).project);
	t.after(() => database?.close());
	return new Tables(database);
}

test('rows and duplicates are counted; a table that does not exist has none', async t => {
	const tables = await tablesOver(t);
	assert.equal(await tables.rowsOf('pet'), 2);
	assert.equal(await tables.rowsOf('nowhere'), undefined);
	assert.equal(await tables.count('pet', 'age is null'), 1);
	assert.equal(await tables.duplicates('pet', ['name']), 1);
	assert.equal(await tables.duplicates('pet', ['name', 'age']), 0);
});

test('columns have their type, and a key is never NULL', async t => {
	const columns = await (await tablesOver(t)).columnsOf('pet');
	assert.deepEqual(
		[...columns],
		[
			['id', {type: 'integer', nullable: false, isGenerated: false, keyPlace: 1}],
			['name', {type: 'text', nullable: false, isGenerated: false, keyPlace: 0}],
			['age', {type: 'int', nullable: true, isGenerated: false, keyPlace: 0}],
		],
	);
});

test('renamed tables and columns are found under their new names', async t => {
	const tables = await tablesOver(t);
	tables.follow({kind: 'rename-table', table: 'pet', to: 'animal'});
	tables.follow({kind: 'rename-column', table: 'animal', column: 'age', to: 'years'});
	tables.follow({kind: 'rename-column', table: 'animal', column: 'years', to: 'winters'});
	assert.equal(await tables.rowsOf('animal'), 2);
	assert.equal(tables.quoted('animal', 'winters'), '"age"');
	assert.deepEqual([...(await tables.columnsOf('animal')).keys()], ['id', 'name', 'winters']);
	assert.deepEqual(await tables.dependents('animal'), ['view old_pets']);
});

test('without a database nothing is known', async () => {
	const tables = new Tables(undefined);
	assert.equal(tables.dialect, undefined);
	assert.equal(await tables.rowsOf('pet'), undefined);
	assert.equal((await tables.columnsOf('pet')).size, 0);
});
