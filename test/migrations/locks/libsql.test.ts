import assert from 'node:assert/strict';
import {DatabaseSync} from 'node:sqlite';
import test, {type TestContext} from 'node:test';
import {lifetime, rowLock} from '../../../source/migrations/locks/libsql.ts';
import type {LockHolder} from '../../../source/migrations/locks/lock.ts';
import type {Database} from '../../../source/project/database/database.ts';
import {hostName} from '../../../source/runs/operator.ts';

const since = '2026-11-24T07:12:05.000Z';
const here: LockHolder = {operator: 'ada', host: hostName(), pid: process.pid, since};
const elsewhere: LockHolder = {...here, host: 'elsewhere'};

/** What all of them ask: SQL of SQLite, as a libSQL server takes it. */
function server(t: TestContext): {database: Database; run: (sql: string) => unknown} {
	const sqlite = new DatabaseSync(':memory:');
	t.after(() => sqlite.close());
	const database: Database = {
		dialect: 'sqlite',
		query: async (sql, values = []) => sqlite.prepare(sql).all(...(values as string[])) as any[],
		close: async () => {},
	};
	return {database, run: sql => sqlite.exec(sql)};
}

test('one holder at a time, whom the others see', async t => {
	const {database} = server(t);
	const [first, second] = [rowLock(database), rowLock(database)];
	assert.equal(await first.take(here), true);
	assert.equal(await second.take(elsewhere), false);
	await first.update({...here, migration: 'shop.0002_price'});
	assert.equal((await second.holder())?.migration, 'shop.0002_price');
	assert.equal(await first.isHeld(), true);
	assert.equal(await second.isHeld(), false);
	await first.release();
	assert.equal(await second.take(elsewhere), true);
});

test('of a holder on another host nothing is known: it is dead when it has said nothing for long', async t => {
	const {database, run} = server(t);
	const [first, second] = [rowLock(database), rowLock(database)];
	await first.take(elsewhere);
	assert.equal(await second.take(here), false);
	run(`update quarterdeck_notes set mark = mark - ${lifetime + 1000}`);
	assert.equal(await second.take(here), true);
	assert.equal(await first.isHeld(), false, 'it may not go on');
	await first.release();
	assert.equal(await second.isHeld(), true, 'nor take away the row of another');
});

test('a holder on this host is dead when its process is', async t => {
	const {database, run} = server(t);
	const [first, second] = [rowLock(database), rowLock(database)];
	await first.take(here);
	run(`update quarterdeck_notes set mark = mark - ${lifetime + 1000}`);
	assert.equal(await second.take(elsewhere), false, 'it lives, however long it takes');
	run(`update quarterdeck_notes set note = replace(note, '"start":"', '"start":"0')`);
	assert.equal(await second.take(elsewhere), true);
});
