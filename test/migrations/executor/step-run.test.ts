import assert from 'node:assert/strict';
import test from 'node:test';
import {StepRecorder} from '../../../source/migrations/executor/step-recorder.ts';
import {StepRun} from '../../../source/migrations/executor/step-run.ts';
import type {Step} from '../../../source/migrations/graph/plan.ts';
import {Failure} from '../../../source/migrations/unfinished/failure.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {forwards, noLock, type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

const {signal} = new AbortController();

/** Runs a step in a transaction, which is committed if it succeeds. @returns the statements reported */
async function run(
	{engine, waits}: SqliteBench,
	step: Step,
	{fake = false} = {},
): Promise<string[]> {
	const {connection} = engine;
	await engine.ensureRecorderTable('mikro_orm_migrations');
	await connection.execute('pragma foreign_keys = off');
	const recorder = new StepRecorder(engine, 'mikro_orm_migrations');
	const migration = fake ? undefined : await engine.instantiate(step.file);
	const transaction = await connection.begin();
	try {
		const options = {step, migration, transaction, signal, waits, verifyLock: noLock.verify};
		const {events} = await outcomeOf(new StepRun(engine, recorder, options).run());
		await connection.commit(transaction);
		return events.map(event => (event.type === 'statement' ? event.sql : event.type));
	} catch (error) {
		await connection.rollback(transaction);
		throw error;
	}
}

function failure(statement: number, sql: string, message: RegExp) {
	return (error: unknown) => {
		assert.ok(error instanceof Failure);
		assert.deepEqual([error.event.statement, error.event.sql], [statement, sql]);
		assert.match(error.event.message, message);
		return true;
	};
}

test('each statement is reported before it runs, and the record comes last', async t => {
	const bench = sqliteBench(t);
	const up = ['create table one (id int);', 'insert into one values (1);'];
	assert.deepEqual(await run(bench, forwards('0001_one', {up})), up);
	assert.deepEqual(bench.rows('select id from one'), [{id: 1}]);
	assert.deepEqual(bench.recorded(), ['shop.0001_one']);
});

test('pragmas for foreign keys are left out: they do nothing in a transaction', async t => {
	const up = ['pragma foreign_keys = off;', 'create table one (id int);'];
	assert.deepEqual(await run(sqliteBench(t), forwards('0001_one', {up})), [up[1]]);
});

test('without a migration it is only recorded', async t => {
	const bench = sqliteBench(t);
	const step = forwards('0001_one', {up: ['create table one (id int);']});
	assert.deepEqual(await run(bench, step, {fake: true}), []);
	assert.deepEqual(bench.recorded(), ['shop.0001_one']);
	assert.deepEqual(bench.rows("select name from sqlite_master where name = 'one'"), []);
});

test('a statement that fails is named with the database’s own words', async t => {
	const bench = sqliteBench(t);
	const up = ['create table one (id int);', 'insert into nowhere values (1);'];
	await assert.rejects(
		run(bench, forwards('0001_one', {up})),
		failure(2, up[1]!, /no such table: nowhere/),
	);
	assert.deepEqual(bench.recorded(), []);
});

test('rows that would refer to nothing are a failure', async t => {
	const bench = sqliteBench(t, [
		'create table parent (id integer primary key)',
		'create table child (parent_id int references parent (id))',
		'insert into parent values (1)',
		'insert into child values (1)',
	]);
	await assert.rejects(
		run(bench, forwards('0001_one', {up: ['delete from parent;']})),
		failure(0, 'pragma foreign_key_check', /^1 row would refer to rows that do not exist/),
	);
	assert.deepEqual(bench.rows('select id from parent'), [{id: 1}]);
});

const rebuild = [
	'create table `pet__temp_alter` (`id` integer, `name` text);',
	'insert into `pet__temp_alter` select `id`, `name` from `pet`;',
	'drop table `pet`;',
	'alter table `pet__temp_alter` rename to `pet`;',
];

test('a rebuilt table keeps its triggers and indexes', async t => {
	const bench = sqliteBench(t, [
		'create table pet (id integer, name varchar(9))',
		'create index by_name on pet (name)',
		'create trigger loud after insert on pet begin update pet set name = upper(name); end',
	]);
	await run(bench, forwards('0001_one', {up: rebuild}));
	bench.rows("insert into pet values (1, 'rex')");
	assert.deepEqual(bench.rows('select name from pet'), [{name: 'REX'}]);
	assert.equal(bench.rows("select 1 from sqlite_master where name = 'by_name'").length, 1);
});
