import assert from 'node:assert/strict';
import test from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {databaseTime} from '../../../source/migrations/locks/cluster-row.ts';
import {ServerLock} from '../../../source/migrations/locks/server-lock.ts';
import {readNote, writeNote} from '../../../source/migrations/record/notes-table.ts';
import type {Database} from '../../../source/project/database/database.ts';
import {type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

const holder = {operator: 'ada', host: 'db-1', pid: 4711, since: '2026-11-24T07:12:05.000Z'};

/** A server whose lock is a variable, and whose notes are in a SQLite database. */
function serverOn({engine}: SqliteBench, locked: {by?: object}, node?: string) {
	const calls: string[] = [];
	const query = queryIn(engine, undefined);
	const connection: Database = {
		dialect: 'sqlite',
		query: (sql, values) => query(sql.replaceAll(databaseTime, '1000000'), values),
		close: async () => void calls.push('close'),
	};
	const lock = new ServerLock({
		...{connection, notes: connection, node},
		async lock() {
			locked.by ??= calls;
			return locked.by === calls;
		},
		async unlock() {
			calls.push('unlock');
			if (locked.by === calls) locked.by = undefined;
		},
		isHeld: async () => locked.by === calls,
	});
	return {lock, calls, query: connection.query};
}

test('the holder is noted while the lock is held, and nothing stays behind', async t => {
	const bench = sqliteBench(t);
	const {lock, calls, query} = serverOn(bench, {});
	assert.equal(await lock.take(holder), true);
	assert.deepEqual(await lock.holder(), holder);
	await lock.release();
	assert.equal(await readNote(query, 'lock'), undefined);
	assert.deepEqual(bench.rows("select name from sqlite_master where type = 'table'"), []);
	assert.deepEqual(calls, ['unlock', 'close']);
});

test('a lock that another run holds is not taken, and its note stays', async t => {
	const bench = sqliteBench(t);
	const locked = {};
	const [first, second] = [serverOn(bench, locked), serverOn(bench, locked)];
	await first.lock.take(holder);
	assert.equal(await second.lock.take({...holder, pid: 1}), false);
	await second.lock.release();
	assert.deepEqual(await first.lock.holder(), holder);
	await first.lock.release();
});

test('a new migration of the holder is published with the next sign of life', async t => {
	t.mock.timers.enable({apis: ['setInterval']});
	const {lock} = serverOn(sqliteBench(t), {});
	await lock.take(holder);
	await lock.update({...holder, migration: 'shop.0002_price'});
	assert.equal((await lock.holder())?.migration, undefined);
	t.mock.timers.tick(1000);
	while (!(await lock.holder())?.migration) await Promise.resolve();
	assert.equal((await lock.holder())?.migration, 'shop.0002_price');
	await lock.release();
});

test('a lock that another run has taken since is held no more', async t => {
	const bench = sqliteBench(t);
	const locked: {by?: object} = {};
	const {lock} = serverOn(bench, locked);
	await lock.take(holder);
	assert.equal(await lock.isHeld(), true);
	locked.by = {};
	assert.equal(await lock.isHeld(), false);
	await lock.release();
});

test('in a cluster a note that another node has written takes the lock away', async t => {
	const bench = sqliteBench(t);
	const {lock, query} = serverOn(bench, {}, 'node-1');
	await lock.take(holder);
	assert.equal(await lock.isHeld(), true);
	await writeNote(query, 'lock', {...holder, pid: 1, node: 'node-2'});
	assert.equal(await lock.isHeld(), false);
	await lock.release();
});

test('in a cluster the note of a living holder on another node keeps the others out', async t => {
	const bench = sqliteBench(t);
	const [first, second] = [serverOn(bench, {}, 'node-1'), serverOn(bench, {}, 'node-2')];
	assert.equal(await first.lock.take(holder), true);
	assert.equal(await second.lock.take({...holder, pid: 1}), false);
	assert.deepEqual(second.calls, ['unlock'], 'its own node is free again');
	await first.lock.release();
	assert.equal(await second.lock.take({...holder, pid: 1}), true);
	await second.lock.release();
});
