import assert from 'node:assert/strict';
import test from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {StatementSender} from '../../../source/migrations/executor/statement-sender.ts';
import {readUnfinished, type Unfinished} from '../../../source/migrations/unfinished/progress.ts';
import {forwards, noLock, type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

const step = forwards('0001_one');
const statements = ['create table one (id int);', 'insert into one values (1);'];

function senderOf({engine, waits}: SqliteBench, unfinished?: Unfinished): StatementSender {
	return new StatementSender(engine, {
		...{step, transaction: undefined, waits, unfinished},
		verifyLock: noLock.verify,
	});
}

test('in a transaction that can undo everything, no note is made', async t => {
	const bench = sqliteBench(t);
	const {connection} = bench.engine;
	const transaction = await connection.begin();
	const sender = new StatementSender(bench.engine, {
		...{step, transaction, waits: bench.waits},
		verifyLock: noLock.verify,
	});
	sender.start(statements);
	for (const sql of statements) await sender.send(sql);
	assert.ok(sender.canBeUndone);
	await connection.commit(transaction);
	assert.equal(await readUnfinished(bench.project), undefined);
});

test('without a transaction, the note says how far the migration is', async t => {
	const bench = sqliteBench(t);
	const sender = senderOf(bench);
	sender.start(statements);
	assert.ok(sender.canBeUndone);
	await sender.send(statements[0]!);
	assert.ok(!sender.canBeUndone);
	const {migration, done, running} = (await readUnfinished(bench.project))!;
	assert.deepEqual(
		{migration, done, running},
		{migration: 'shop.0001_one', done: 1, running: false},
	);
	await sender.send(statements[1]!);
	assert.equal((await readUnfinished(bench.project))?.done, 2);
	await sender.finish(undefined);
	assert.equal(await readUnfinished(bench.project), undefined);
	assert.deepEqual(bench.rows("select 1 from sqlite_master where name = 'quarterdeck_notes'"), []);
});

test('a failure is noted with the statement and the message', async t => {
	const bench = sqliteBench(t);
	const sender = senderOf(bench);
	const sql = 'create table one (id int);';
	sender.start([statements[0]!, sql]);
	await sender.send(statements[0]!);
	const error = await sender.send(sql).then(
		() => assert.fail('the table exists'),
		(reason: unknown) => sender.failure(2, sql, reason),
	);
	assert.deepEqual(error.event.alreadyExecuted, [statements[0]]);
	assert.equal(error.event.rolledBack, false);
	await sender.noteFailure(error);
	const {done, running, failed, message} = (await readUnfinished(bench.project))!;
	assert.deepEqual({done, running, failed}, {done: 1, running: false, failed: 2});
	assert.match(message!, /table one already exists/);
});

test('a resumed migration continues after what ran, if that has not changed', async t => {
	const bench = sqliteBench(t);
	const first = senderOf(bench);
	first.start(statements);
	await first.send(statements[0]!);
	const unfinished = await readUnfinished(bench.project);
	const second = senderOf(bench, unfinished);
	assert.equal(second.from, 1);
	assert.throws(() => second.start(['create table other (id int);', statements[1]!]), {
		code: 'changed-since',
		message:
			'Statement 1 of shop.0001_one has changed since it ran. It was: create table one (id int);',
	});
	second.start(statements);
	await second.send(statements[1]!);
	assert.deepEqual(bench.rows('select id from one'), [{id: 1}]);
});

test('a statement that may have run before its process died is sent again', async t => {
	const bench = sqliteBench(t);
	const first = senderOf(bench);
	first.start(statements);
	await first.send(statements[0]!);
	await queryIn(bench.engine, undefined)('update quarterdeck_notes set mark = 1');
	const unfinished = await readUnfinished(bench.project);
	assert.deepEqual([unfinished?.done, unfinished?.running], [0, true]);
	const second = senderOf(bench, unfinished);
	second.start(statements);
	await second.send(statements[0]!);
	assert.equal((await readUnfinished(bench.project))?.done, 1);
});

test('what the migration’s own code sends is noted, but not what it reads', async t => {
	const bench = sqliteBench(t, ['create table one (id int)']);
	const sender = senderOf(bench);
	const {connection} = bench.engine;
	const driver = sender.observed({execute: (sql: string) => connection.execute(sql), name: 'x'});
	assert.equal(driver.name, 'x');
	await driver.execute('select * from one');
	assert.equal(await readUnfinished(bench.project), undefined);
	await driver.execute('insert into one values (1)');
	assert.deepEqual((await readUnfinished(bench.project))?.code, ['insert into one values (1)']);
});
