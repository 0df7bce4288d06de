import assert from 'node:assert/strict';
import test from 'node:test';
import {RunProgress} from '../../../../source/dashboard/migrate/run/run-progress.ts';
import {TimeLeft} from '../../../../source/dashboard/migrate/run/time-left.ts';
import type {PlanStep, Rehearsal, StepWaiting} from '../../../../source/runs/events.ts';

const at = '2026-03-02T10:00:00.000Z';
const later = (milliseconds: number) => Date.parse(at) + milliseconds;

const rehearsal: Rehearsal = {
	...{plan: 'x', at, copy: 'sample', bytes: null, reversible: true, sameAfterwards: true},
	steps: [['a.0001', 1000] as const, ['a.0002', 3000] as const].map(
		([migration, milliseconds]) => ({
			...{migration, milliseconds, direction: 'forwards', statements: []},
		}),
	),
	estimate: {milliseconds: 8000, from: 4000, to: 12_000},
};

const waiting: StepWaiting = {
	...{type: 'step-waiting', migration: 'a.0001', statement: 1, sql: 'alter table x'},
	...{attempt: 1, attempts: 31, nextTry: null, queued: 0, blockers: []},
};

/** A run of so many migrations, and what an estimate says about it. */
function runOf(
	count: number,
	{
		earlier = {},
		after,
		...step
	}: {
		earlier?: Record<string, number>;
		after?: Rehearsal;
	} & Partial<PlanStep> = {},
) {
	const progress = new RunProgress();
	const names = Array.from({length: count}, (_, index) => `a.000${index + 1}`);
	const steps = names.map(migration => ({
		...{migration, direction: 'forwards' as const, warnings: []},
		...step,
	}));
	progress.take({type: 'plan', steps, target: ''});
	const known = {forwards: new Map(Object.entries(earlier)), backwards: new Map()};
	const left = new TimeLeft(progress, after, () => known);
	return {
		progress,
		left: (now = 0) => left.at(later(now)),
		begins: (migration: string) =>
			progress.take({type: 'applying', migration, index: 1, total: count, at}),
		takes: (migration: string, milliseconds: number) =>
			progress.take({type: 'applied', migration, milliseconds}),
	};
}

test('after a rehearsal, what is left is the estimate without what is done', () => {
	const {left, takes, begins} = runOf(2, {after: rehearsal});
	assert.equal(left(), 8000);
	takes('a.0001', 10);
	assert.equal(left(), 6000);
	begins('a.0002');
	assert.equal(left(2000), 4000);
});

test('what migrations took in earlier runs tells it as well', () => {
	const {left, takes, begins} = runOf(2, {earlier: {'a.0001': 1000, 'a.0002': 60_000}});
	assert.equal(left(), 61_000);
	begins('a.0001');
	assert.equal(left(400), 60_600);
	takes('a.0001', 1100);
	assert.equal(left(), 60_000);
	assert.equal(runOf(3, {earlier: {'a.0001': 1000}}).left(), undefined, 'two are not known');
	const undone = runOf(1, {earlier: {'a.0001': 1000}, direction: 'backwards'});
	assert.equal(undone.left(), undefined, 'it took that long the other way');
});

test('once three alike are done, and two seconds have passed, the others take their mean', () => {
	const {left, takes} = runOf(6);
	takes('a.0001', 900);
	takes('a.0002', 1100);
	assert.equal(left(), undefined, 'two are too few');
	takes('a.0003', 1000);
	assert.equal(left(), 3000);
	const quick = runOf(6);
	for (const name of ['a.0001', 'a.0002', 'a.0003']) quick.takes(name, 500);
	assert.equal(quick.left(), undefined, 'it is too short');
	const uneven = runOf(6);
	for (const name of ['a.0001', 'a.0002', 'a.0003']) uneven.takes(name, 100);
	uneven.takes('a.0004', 9000);
	assert.equal(uneven.left(), undefined, 'they are unlike');
});

test('it never rises, nor falls below nothing', () => {
	const {left, takes, begins} = runOf(9);
	for (const name of ['a.0001', 'a.0002', 'a.0003']) takes(name, 1000);
	assert.equal(left(), 6000);
	takes('a.0004', 1800);
	assert.equal(left(), 6000, '5 times 1200 are as much');
	begins('a.0005');
	assert.equal(left(1000), 5000);
	assert.equal(left(1400), 4800, 'it takes a little longer');
	assert.equal(left(3500), undefined, 'it is late');
	takes('a.0005', 2400);
	takes('a.0006', 2600);
	assert.equal(left(), 4800, '3 times 1633 are about as much');
	takes('a.0007', 3000);
	takes('a.0008', 3000);
	begins('a.0009');
	assert.equal(left(1900), 75);
	assert.equal(left(2400), 0);
	const longer = runOf(2, {earlier: {'a.0001': 1000, 'a.0002': 1000, 'a.0003': 9000}});
	assert.equal(longer.left(), 2000);
	longer.progress.expect([{migration: 'a.0003', direction: 'forwards'}]);
	assert.equal(longer.left(), undefined, 'it takes much longer than foretold');
});

test('it is not known of a migration that waits or waited', () => {
	const {left, begins, progress} = runOf(1, {earlier: {'a.0001': 5000}});
	begins('a.0001');
	assert.equal(left(1000), 4000);
	progress.take(waiting);
	assert.equal(left(1000), undefined);
	progress.take({type: 'statement', index: 1, total: 1, sql: 'alter table x'});
	assert.equal(left(1000), undefined);
	const others = runOf(4);
	others.begins('a.0001');
	others.progress.take(waiting);
	for (const name of ['a.0001', 'a.0002', 'a.0003']) others.takes(name, 1000);
	assert.equal(others.left(), undefined);
});

test('nor of backfills, in one transaction, or where migrations are only recorded', () => {
	const earlier = {'a.0001': 5000};
	assert.equal(runOf(1, {earlier, backfill: {}}).left(), undefined);
	const together = runOf(1, {earlier});
	together.progress.take({type: 'statement', index: 1, total: 1, sql: 'alter table x'});
	assert.equal(together.left(), undefined);
	const fake = runOf(2, {earlier: {...earlier, 'a.0002': 5000}});
	fake.progress.take({type: 'faked', migration: 'a.0001', milliseconds: 1});
	assert.equal(fake.left(), undefined);
	const copy = runOf(1, {earlier});
	copy.progress.rehearses = true;
	assert.equal(copy.left(), undefined);
});
