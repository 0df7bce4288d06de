import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {lifetime, renewRow, takeRow} from '../../../source/migrations/locks/cluster-row.ts';
import {ensureNotesTable, readNote} from '../../../source/migrations/record/notes-table.ts';
import type {Database} from '../../../source/project/database/database.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const holder = {
	...{operator: 'ada', host: 'db-1', pid: 1, since: '2026-11-24T07:12:05.000Z'},
	node: 'node-1',
};
const other = {...holder, pid: 2, node: 'node-2'};

async function databaseOf(t: TestContext): Promise<Database> {
	t.mock.timers.enable({apis: ['Date'], now: 1_000_000});
	const query = queryIn(sqliteBench(t).engine, undefined);
	await ensureNotesTable(query, 'sqlite');
	return {dialect: 'mariadb', query, close: async () => {}};
}

test('a row of another node keeps this one out while its holder lives', async t => {
	const database = await databaseOf(t);
	assert.equal(await takeRow(database, holder), true);
	t.mock.timers.tick(lifetime * 1000 - 1);
	assert.equal(await takeRow(database, other), false);
	await renewRow(database, holder);
	t.mock.timers.tick(lifetime * 1000 - 1);
	assert.equal(await takeRow(database, other), false);
	t.mock.timers.tick(1);
	assert.equal(await takeRow(database, other), true);
	assert.deepEqual(await readNote(database.query, 'lock'), other);
});

test('a row of the own node is of a holder that has died', async t => {
	const database = await databaseOf(t);
	await takeRow(database, holder);
	t.mock.timers.tick(1);
	assert.equal(await takeRow(database, {...holder, pid: 3}), true);
});

test('losing against another node is no error', async t => {
	const database = await databaseOf(t);
	for (const errno of [1062, 1213]) {
		const losing: Database = {
			...database,
			query: (sql, values) =>
				sql.startsWith('insert')
					? Promise.reject(Object.assign(new Error(), {errno}))
					: database.query(sql, values),
		};
		assert.equal(await takeRow(losing, holder), false);
	}
});
