import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {
	databaseTime,
	lifetime,
	renewRow,
	takeRow,
} from '../../../source/migrations/locks/cluster-row.ts';
import {ensureNotesTable, readNote} from '../../../source/migrations/record/notes-table.ts';
import type {Database} from '../../../source/project/database/database.ts';
import {stopTime} from '../../support/clock.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const holder = {
	...{operator: 'ada', host: 'db-1', pid: 1, since: '2026-11-24T07:12:05.000Z'},
	node: 'node-1',
};
const other = {...holder, pid: 2, node: 'node-2'};

/** SQLite with a clock of its own in place of the server's. */
async function databaseOf(t: TestContext) {
	const query = queryIn(sqliteBench(t).engine, undefined);
	await ensureNotesTable(query, 'sqlite');
	const clock = {now: 1_000_000};
	const database: Database = {
		dialect: 'mariadb',
		query: (sql, values) => query(sql.replaceAll(databaseTime, String(clock.now)), values),
		close: async () => {},
	};
	return {database, clock};
}

test('a row of another node keeps this one out while its holder lives', async t => {
	const {database, clock} = await databaseOf(t);
	// The clocks of those who migrate are not asked.
	t.mock.timers.enable({apis: ['Date'], now: 1});
	assert.equal(await takeRow(database, holder), true);
	clock.now += lifetime * 1000 - 1;
	t.mock.timers.setTime(4_000_000_000_000);
	assert.equal(await takeRow(database, other), false);
	await renewRow(database, holder);
	clock.now += lifetime * 1000 - 1;
	assert.equal(await takeRow(database, other), false);
	clock.now++;
	assert.equal(await takeRow(database, other), true);
	assert.deepEqual(await readNote(database.query, 'lock'), other);
});

test('a row from the future is of a living holder until it has not changed for a lifetime', async t => {
	const {database, clock} = await databaseOf(t);
	const time = stopTime(t);
	const seen = {since: 0};
	await takeRow(database, holder);
	clock.now -= 365 * 24 * 60 * 60_000;
	assert.equal(await takeRow(database, other, seen), false);
	time.goOn(lifetime * 1000 - 1);
	assert.equal(await takeRow(database, other, seen), false);
	await renewRow(database, holder);
	time.goOn(1);
	assert.equal(await takeRow(database, other, seen), false);
	clock.now -= 1000;
	time.goOn(lifetime * 1000 - 1);
	assert.equal(await takeRow(database, other, seen), false);
	time.goOn(10);
	assert.equal(await takeRow(database, other, seen), true);
});

test('a row of the own node is of a holder that has died', async t => {
	const {database, clock} = await databaseOf(t);
	await takeRow(database, holder);
	clock.now++;
	assert.equal(await takeRow(database, {...holder, pid: 3}), true);
});

test('losing against another node is no error', async t => {
	const {database} = await databaseOf(t);
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
