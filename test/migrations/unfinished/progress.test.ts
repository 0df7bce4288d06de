import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {Failure} from '../../../source/migrations/unfinished/failure.ts';
import {
	forgetUnfinished,
	Progress,
	readUnfinished,
} from '../../../source/migrations/unfinished/progress.ts';
import {forwards, sqliteBench} from '../../support/sqlite-engine.ts';

const step = forwards('0001_one');

function progressOf(t: TestContext) {
	const {engine, project, rows} = sqliteBench(t);
	const query = queryIn(engine, undefined);
	const progress = new Progress(step, true, query);
	progress.statements = ['create table a', 'create table b'];
	return {progress, project, query, rows};
}

test('a statement that is being sent is running until it ran', async t => {
	const {progress, project} = progressOf(t);
	assert.equal(await readUnfinished(project), undefined);
	await progress.sends(0);
	assert.partialDeepStrictEqual(await readUnfinished(project), {
		...{migration: 'shop.0001_one', direction: 'forwards'},
		...{done: 0, running: true, statements: ['create table a', 'create table b']},
	});
	await progress.ran(1);
	assert.partialDeepStrictEqual(await readUnfinished(project), {done: 1, running: false});
});

test('a failure is noted with its message, unless nothing stays', async t => {
	const {progress, project, query} = progressOf(t);
	const place = {statement: 2, sql: 'x', sent: [], transaction: undefined};
	const failure = new Failure(step, {...place, driver: 'sqlite'}, new Error('no such table'));
	await progress.fail(failure, query);
	assert.equal(await readUnfinished(project), undefined);
	await progress.ran(1);
	await progress.fail(failure, query);
	const unfinished = await readUnfinished(project);
	assert.partialDeepStrictEqual(unfinished, {done: 1, failed: 2, message: 'no such table'});
});

test('the note and its table are gone when the migration has ended', async t => {
	const {progress, query, rows} = progressOf(t);
	await progress.ran(1);
	await progress.finish(query);
	assert.deepEqual(rows("select name from sqlite_master where type = 'table'"), []);
});

test('what code sends is kept, and the note can be forgotten', async t => {
	const {progress, project} = progressOf(t);
	await progress.sendsCode('insert into a values (1)');
	assert.deepEqual((await readUnfinished(project))?.code, ['insert into a values (1)']);
	await forgetUnfinished(project);
	assert.equal(await readUnfinished(project), undefined);
	await forgetUnfinished(project);
});
