import assert from 'node:assert/strict';
import test from 'node:test';
import {StepRecorder} from '../../../source/migrations/executor/step-recorder.ts';
import {fingerprintOfFile} from '../../../source/migrations/files/fingerprint.ts';
import {backwards, forwards, type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

const table = 'mikro_orm_migrations';

async function recorderOf(bench: SqliteBench): Promise<StepRecorder> {
	await bench.engine.ensureRecorderTable(table);
	return new StepRecorder(bench.engine, table);
}

test('a migration is recorded with its fingerprint, the first time and later', async t => {
	const bench = sqliteBench(t);
	const recorder = await recorderOf(bench);
	const steps = [forwards('0001_one'), forwards('0002_two')];
	for (const step of steps) await recorder.record(step, undefined);
	assert.deepEqual(
		bench.rows(`select name, quarterdeck_fingerprint as fingerprint from ${table} order by id`),
		steps.map(({file}) => ({name: file.id, fingerprint: fingerprintOfFile(file)})),
	);
});

test('a squashed migration is recorded and removed together with those it replaces', async t => {
	const bench = sqliteBench(t);
	const recorder = await recorderOf(bench);
	const replaces = ['shop.0001_one', 'shop.0002_two'];
	await recorder.record(forwards('0001_squashed', {replaces}), undefined);
	assert.deepEqual(bench.recorded(), [...replaces, 'shop.0001_squashed']);
	await recorder.record(backwards('0001_squashed', {replaces}), undefined);
	assert.deepEqual(bench.recorded(), []);
});

test('a step is done if its migration is recorded, under an old name as well', async t => {
	const bench = sqliteBench(t);
	const recorder = await recorderOf(bench);
	const steps = [forwards('0001_one'), backwards('0001_one')] as const;
	const areDone = () => Promise.all(steps.map(step => recorder.isDone(step, undefined)));
	assert.deepEqual(await areDone(), [false, true]);
	bench.rows(`insert into ${table} (name) values ('shop.0001_one.ts')`);
	assert.deepEqual(await areDone(), [true, false], 'another connection has recorded it');
	await recorder.record(steps[1], undefined);
	assert.deepEqual(bench.recorded(), []);
});

test('a record is part of its transaction', async t => {
	const bench = sqliteBench(t);
	const recorder = await recorderOf(bench);
	const {connection} = bench.engine;
	const transaction = await connection.begin();
	await recorder.record(forwards('0001_one'), transaction);
	await connection.rollback(transaction);
	assert.deepEqual(bench.recorded(), []);
	await recorder.record(forwards('0001_one'), undefined);
	assert.deepEqual(bench.recorded(), ['shop.0001_one']);
});
