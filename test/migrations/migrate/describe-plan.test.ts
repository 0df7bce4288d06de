import assert from 'node:assert/strict';
import test from 'node:test';
import type {Step} from '../../../source/migrations/graph/plan.ts';
import {
	describePlan,
	recordedPlan,
	showPlan,
} from '../../../source/migrations/migrate/describe-plan.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {backwards, forwards, type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

const tables = ['create table item (id int)', 'insert into item values (1), (2)'];
const dropItem = forwards('0002_drop', {up: ['drop table item;'], down: ['select 1;']});
const describe = ({project}: SqliteBench, ...steps: Step[]) => describePlan(project, steps);

test('each step has its SQL and its warnings, and a loss is said again', async t => {
	const {steps, losses} = await describe(sqliteBench(t, tables), dropItem);
	const warning = 'Drops the table item. 2 rows would be lost.';
	assert.deepEqual(losses, [{migration: 'shop.0002_drop', code: 'DL001', warning}]);
	assert.deepEqual(steps[0]?.sql, ['drop table item;']);
	assert.equal(steps[0]?.losesData, true);
	assert.partialDeepStrictEqual(steps[0]!.warnings, [{code: 'DL001', rows: 2}]);
});

test('a step that is only recorded has neither', async t => {
	const {steps, losses} = await describe(sqliteBench(t, tables), {...dropItem, fake: true});
	assert.deepEqual(losses, []);
	const recorded = [{migration: 'shop.0002_drop', direction: 'forwards', warnings: []}];
	assert.deepEqual(steps, recorded);
	assert.deepEqual(recordedPlan([dropItem]).steps, recorded);
});

test('a way back that the existing rows do not allow is found', async t => {
	const back = backwards('0002_size', {down: ['alter table item add column size int not null;']});
	const {stuck, irreversible} = await describe(sqliteBench(t, tables), back);
	assert.deepEqual(irreversible, []);
	assert.equal(stuck[0]?.migration, 'shop.0002_size');
	assert.match(stuck[0]!.warnings[0]!, /it will fail/);
});

test('a missing migration that may depend on a step is a warning', async t => {
	const step = {...forwards('0001_one', {up: ['select 1;']}), possibleDependants: ['shop.0009_x']};
	const {steps} = await describe(sqliteBench(t), step);
	const [warning] = steps[0]!.warnings;
	assert.equal(warning?.code, 'missing-file');
	assert.match(warning.message, /shop\.0009_x was applied after it/);
});

test('a plan is shown without being run', async t => {
	const bench = sqliteBench(t, tables);
	const {events} = await outcomeOf(showPlan(bench.project, {steps: [dropItem]} as never));
	assert.partialDeepStrictEqual(events, [{type: 'plan', preview: true}]);
	assert.deepEqual(bench.rows('select count(*) as count from item'), [{count: 2}]);
});
