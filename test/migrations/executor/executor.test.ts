import assert from 'node:assert/strict';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {type ExecuteOptions, execute} from '../../../source/migrations/executor/executor.ts';
import type {Step} from '../../../source/migrations/graph/plan.ts';
import {ensureNotesTable, writeNote} from '../../../source/migrations/record/notes-table.ts';
import type {Event} from '../../../source/runs/events.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {
	backwards,
	forwards,
	noLock,
	type SqliteBench,
	sqliteBench,
} from '../../support/sqlite-engine.ts';

const options: ExecuteOptions = {
	...{fake: false, atomic: false, wait: false, lock: noLock},
	signal: new AbortController().signal,
};
const createOne = forwards('0001_one', {up: ['create table one (id int);']});
const createTwo = forwards('0002_two', {up: ['create table two (id int);']});
const fails = forwards('0002_fails', {
	up: ['create table half (id int);', 'insert into nowhere values (1);'],
});

function run(
	{project, engine}: SqliteBench,
	steps: Step[],
	more: Partial<ExecuteOptions> = {},
	each?: (event: Event) => void,
) {
	return outcomeOf(execute(project, engine, steps, {...options, ...more}), each);
}

/** `applying 0001_one`, the text of a log line, or the type alone. */
function inShort(event: Event): string {
	if ('migration' in event) return `${event.type} ${event.migration}`;
	return event.type === 'log' ? event.text : event.type;
}

test('a migration is reported as applied after its commit', async t => {
	const bench = sqliteBench(t);
	const seen: string[] = [];
	const {result} = await run(bench, [createOne, createTwo], {}, event => {
		seen.push(`${inShort(event)}: ${bench.recorded().length}`);
	});
	assert.equal(result, 0);
	assert.deepEqual(seen, [
		'applying shop.0001_one: 0',
		'statement: 0',
		'applied shop.0001_one: 1',
		'applying shop.0002_two: 1',
		'statement: 1',
		'applied shop.0002_two: 2',
	]);
});

test('a failed migration is rolled back; earlier ones stay, later ones do not run', async t => {
	const bench = sqliteBench(t);
	const {events, result} = await run(bench, [createOne, fails, createTwo]);
	assert.equal(result, 1);
	const failed = events.at(-1)!;
	assert.ok(failed.type === 'failed');
	assert.deepEqual(
		[failed.migration, failed.statement, failed.rolledBack, failed.alreadyExecuted],
		['shop.0002_fails', 2, true, []],
	);
	assert.match(failed.message, /no such table: nowhere/);
	assert.deepEqual(bench.recorded(), ['shop.0001_one']);
	assert.deepEqual(bench.rows("select name from sqlite_master where name in ('half', 'two')"), []);
});

test('a migration is unapplied and its record removed', async t => {
	const bench = sqliteBench(t);
	await run(bench, [createOne]);
	const {events} = await run(bench, [backwards('0001_one', {down: ['drop table one;']})]);
	assert.deepEqual(events.map(inShort), [
		'unapplying shop.0001_one',
		'statement',
		'unapplied shop.0001_one',
	]);
	assert.deepEqual(bench.recorded(), []);
});

test('a migration that another run has already applied is skipped', async t => {
	const bench = sqliteBench(t);
	await run(bench, [createOne]);
	const {events, result} = await run(bench, [createOne]);
	assert.deepEqual([events.map(inShort), result], [['  No migrations to apply.'], 0]);
});

test('a fake migration is recorded without being run', async t => {
	const bench = sqliteBench(t);
	const {events} = await run(bench, [fails], {fake: true});
	assert.deepEqual(events.map(inShort), ['applying shop.0002_fails', 'faked shop.0002_fails']);
	assert.deepEqual(bench.recorded(), ['shop.0002_fails']);
});

test('atomic: nothing is reported as applied before the one commit', async t => {
	const bench = sqliteBench(t);
	const seen: string[] = [];
	await run(bench, [createOne, createTwo], {atomic: true}, event => {
		seen.push(`${inShort(event)}: ${bench.recorded().length}`);
	});
	assert.deepEqual(seen, [
		'statement: 0',
		'statement: 0',
		'applying shop.0001_one: 2',
		'applied shop.0001_one: 2',
		'applying shop.0002_two: 2',
		'applied shop.0002_two: 2',
	]);
});

test('atomic: a failure rolls back all migrations', async t => {
	const bench = sqliteBench(t);
	const {events, result} = await run(bench, [createOne, fails], {atomic: true});
	assert.equal(result, 1);
	assert.deepEqual(events.filter(({type}) => type !== 'statement').map(inShort), [
		'applying shop.0002_fails',
		'failed shop.0002_fails',
		'  Rolled back as well: 1 migration before it.',
	]);
	assert.deepEqual(bench.recorded(), []);
	assert.deepEqual(bench.rows("select name from sqlite_master where name = 'one'"), []);
});

test('an interrupted run ends after the migration that was running', async t => {
	const bench = sqliteBench(t);
	const ending = new AbortController();
	const {events, result} = await run(
		bench,
		[createOne, createTwo],
		{signal: ending.signal},
		event => {
			if (event.type === 'applied') ending.abort();
		},
	);
	assert.equal(result, 130);
	assert.equal(inShort(events.at(-1)!), 'Interrupted: shop.0001_one was the last one to run.');
	assert.deepEqual(bench.recorded(), ['shop.0001_one']);
	const before = await run(bench, [createTwo], {signal: AbortSignal.abort()});
	assert.equal(inShort(before.events[0]!), 'Interrupted: nothing was run.');
});

test('an interrupted migration is rolled back between its statements', async t => {
	const bench = sqliteBench(t);
	const ending = new AbortController();
	const step = forwards('0001_two', {
		up: ['create table one (id int);', 'create table two (id int);'],
	});
	const {events, result} = await run(bench, [step], {signal: ending.signal}, event => {
		if (event.type === 'statement') ending.abort();
	});
	assert.equal(result, 130);
	assert.equal(inShort(events.at(-1)!), 'Interrupted: shop.0001_two was rolled back.');
	assert.deepEqual(bench.rows("select name from sqlite_master where name = 'one'"), []);
});

test('waiting runs see which migration begins, and the lock stays with the caller', async t => {
	const bench = sqliteBench(t);
	const calls: string[] = [];
	const lock = {
		...noLock,
		announce: async (migration: string) => void calls.push(migration),
		release: async () => void calls.push('released'),
	};
	await run(bench, [createOne, createTwo], {lock});
	assert.deepEqual(calls, ['shop.0001_one', 'shop.0002_two']);
});

test('without its lock a run commits nothing more', async t => {
	const bench = sqliteBench(t);
	let checks = 0;
	const verify = async () => {
		if (++checks > 1) throw new CommandError('The migration lock was lost: gone.');
	};
	const {events, result} = await run(bench, [createOne, createTwo], {lock: {...noLock, verify}});
	assert.equal(result, 1);
	assert.partialDeepStrictEqual(events.at(-1), {
		...{type: 'failed', migration: 'shop.0002_two', sql: 'commit', rolledBack: true},
		message: 'The migration lock was lost: gone.',
	});
	assert.deepEqual(bench.recorded(), ['shop.0001_one']);
});

test('a partly applied migration is not run again without being asked for', async t => {
	const bench = sqliteBench(t);
	const query = queryIn(bench.engine, undefined);
	await ensureNotesTable(query, 'sqlite');
	const note = {
		migration: 'shop.0001_one',
		direction: 'forwards',
		statements: ['a', 'b'],
		code: [],
	};
	await writeNote(query, 'unfinished', note, 2);
	await assert.rejects(run(bench, [createOne]), {
		code: 'unfinished-migration',
		message: 'shop.0001_one is only partly applied: 1 of its 2 statements ran.',
	});
	assert.deepEqual(bench.recorded(), []);
});

test('foreign keys are enforced again after the run', async t => {
	const bench = sqliteBench(t);
	await run(bench, [createOne]);
	assert.deepEqual(await bench.engine.connection.execute('pragma foreign_keys'), [
		{foreign_keys: 1},
	]);
});

test('an error of the database outside of a migration is reported as such', async t => {
	const bench = sqliteBench(t, ['create view mikro_orm_migrations as select 1 as name']);
	await assert.rejects(run(bench, [createOne]), {
		code: 'database-unreachable',
		message: /cannot modify mikro_orm_migrations because it is a view/,
	});
});
