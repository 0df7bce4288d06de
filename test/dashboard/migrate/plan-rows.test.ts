import assert from 'node:assert/strict';
import test from 'node:test';
import {planRows, planSummary, warningRows} from '../../../source/dashboard/migrate/plan-rows.ts';
import type {PlanStep, Rehearsal} from '../../../source/runs/events.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const step: PlanStep = {
	...{migration: 'auth.0001', direction: 'forwards', warnings: [], sql: ['create table x']},
};
const target = 'Apply all migrations: auth';

test('each migration has its SQL, and says that it is safe or what it loses', () => {
	const warnings = [
		{code: 'DL001', message: 'Drops y.', losesData: true as const},
		{code: 'DL016', message: 'Changes z.', safer: 'Keep it.'},
		{code: 'DL015', message: 'Deletes 1 row.', accepted: 'old'},
	];
	const losing = {...step, migration: 'auth.0002', warnings, losesData: true};
	assert.deepEqual(planRows({steps: [step, losing], target, fake: false}, 60), [
		'Operations to perform:',
		'  Apply all migrations: auth',
		'',
		'+ auth.0001  safe',
		'    create table x',
		'+ auth.0002',
		'  !! Drops y. (DL001)',
		'  ! Changes z. Keep it. (DL016)',
		'  ! Deletes 1 row. Accepted in the migration: old. (DL015)',
		'    create table x',
	]);
	assert.equal(
		planSummary({steps: [step, losing], target, fake: false}),
		'2 migrations · 1 could lose data',
	);
});

test('a plan that was rehearsed shows what it took', () => {
	const took = {sql: 'create table x', milliseconds: 1234, rows: 2};
	const rehearsal = {
		...{plan: 'a', at: '2026-03-02T10:00:00.000Z', copy: 'full', bytes: 1, steps: []},
		estimate: {milliseconds: 1300, from: 900, to: 2000},
		...{reversible: false, sameAfterwards: true},
	} as Rehearsal;
	const rows = planRows(
		{steps: [{...step, rehearsed: [took]}], target, fake: false, rehearsal},
		200,
	);
	assert.deepEqual(rows.slice(2), [
		'  Rehearsed at 2026-03-02 10:00:00 UTC on a copy: the plan will take about 1.3s (900ms to 2.0s). It cannot be undone as a whole.',
		'',
		'+ auth.0001  safe',
		'    create table x',
		'      took 1.2s on the copy, 2 rows',
	]);
});

test('a fake runs no SQL, and a step backwards unapplies', () => {
	const back = {...step, direction: 'backwards'} as const;
	const rows = planRows({steps: [back], target, fake: true}, 60);
	assert.deepEqual(rows.slice(2), [
		'  Recorded as applied only: nothing runs.',
		'',
		'- auth.0001  unapply, fake',
	]);
});

test('other runs of migrate and unfinished migrations are warnings', () => {
	const run = {run: 'a', operator: 'bob', host: 'web-2', pid: 1, since: ''};
	const running = [
		{...run, kind: 'migrate', command: 'migrate'},
		{...run, kind: 'migrate', command: 'migrate auth --rehearse', rehearses: true as const},
		{...run, kind: 'check', command: 'check'},
	];
	const problems = [{code: 'unfinished-migration', message: 'auth.0001 did not finish.'}];
	assert.deepEqual(warningRows(problems, running, 99), [
		'auth.0001 did not finish.',
		'quarterdeck migrate is being run by bob@web-2: this run would wait for it.',
	]);
});

test('many apps are counted, so that the plan is seen', () => {
	const labels = Array.from({length: 100}, (_, index) => `application${index}`);
	const steps = labels.map(label => ({...step, migration: `${label}.0001`}));
	const many = {steps, target: `Apply all migrations: ${labels.join(', ')}`, fake: false};
	assert.equal(planRows(many, 80)[1], '  Apply all migrations: 100 apps');
	const one = {steps: [step], target, fake: false};
	assert.equal(planRows(one, 80)[1], `  ${target}`);
});
