import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import type {Unfinished} from '../../../source/migrations/unfinished/progress.ts';
import {sendAgain, verifyMayRunAgain} from '../../../source/migrations/unfinished/send-again.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

/** Sends a statement again in a SQLite database that these have made. */
async function again(t: TestContext, made: string[], sql: string): Promise<void> {
	const {engine} = sqliteBench(t, made);
	const execute = () => engine.connection.execute(sql, [], 'run');
	await sendAgain(sql, execute, 'sqlite', queryIn(engine, undefined));
}

test('a change of the schema that is made already counts as success', async t => {
	for (const [made, sql] of [
		['create table a (b int)', 'create table a (b int)'],
		['create table a (b int, "größe" int)', 'alter table a add column "größe" int'],
		['create table a (c int)', 'alter table a rename column b to c'],
		['create table b (c int)', 'alter table "a b" rename to b'],
		['create table a (c int)', 'drop table b'],
	] as const) {
		await again(t, [made], sql);
	}
});

test('what is refused for another reason, or made otherwise, is not', async t => {
	for (const [made, sql, reason] of [
		['create table a (b int)', 'create table c (b int', /incomplete/],
		['create table a (b int)', 'alter table b rename column b to c', /no such table/],
		['create table a (b int)', 'alter table a rename column x to y', /no such column/],
		['create table a (b int)', 'insert into c values (1)', /no such table/],
	] as const) {
		await assert.rejects(again(t, [made], sql), reason);
	}
});

test('what would do more if it ran twice is not sent again', () => {
	const unfinished = {migration: 'shop.0001_one', done: 1} as Unfinished;
	for (const sql of ['call fill()', 'do $$ begin insert into a values (1); end $$', 'execute x']) {
		assert.throws(() => verifyMayRunAgain(unfinished, sql), {
			code: 'cannot-resume',
			message: `Whether statement 2 of shop.0001_one was done, the database does not tell: ${sql}`,
		});
	}
	for (const sql of ['create table a (b int)', 'do sleep(1)', 'select pg_sleep(1)']) {
		verifyMayRunAgain(unfinished, sql);
	}
});
