import assert from 'node:assert/strict';
import test from 'node:test';
import {RunProgress} from '../../../source/dashboard/migrate/run-progress.ts';
import {timeLeft} from '../../../source/dashboard/migrate/time-left.ts';
import type {Rehearsal, StepWaiting} from '../../../source/runs/events.ts';

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

function running(): RunProgress {
	const progress = new RunProgress();
	progress.expect([{migration: 'a.0001'}, {migration: 'a.0002'}]);
	return progress;
}

test('what is left is the estimate without what is done', () => {
	const progress = running();
	assert.equal(timeLeft(progress, rehearsal, later(0)), 8000);
	progress.take({type: 'applied', migration: 'a.0001', milliseconds: 10});
	assert.equal(timeLeft(progress, rehearsal, later(0)), 6000);
	progress.take({type: 'applying', migration: 'a.0002', index: 2, total: 2, ...{at}});
	assert.equal(timeLeft(progress, rehearsal, later(2000)), 4000);
});

test('it is not known of a migration that takes longer, that waits, or that was not rehearsed', () => {
	const progress = running();
	progress.take({type: 'applying', migration: 'a.0001', index: 1, total: 2, ...{at}});
	assert.equal(timeLeft(progress, rehearsal, later(2000)), undefined);
	const waiting: StepWaiting = {
		...{type: 'step-waiting', migration: 'a.0001', statement: 1, sql: 'alter table x'},
		...{attempt: 1, attempts: 31, nextTry: null, queued: 0, blockers: []},
	};
	assert.ok(timeLeft(progress, rehearsal, later(1000)));
	progress.take(waiting);
	assert.equal(timeLeft(progress, rehearsal, later(1000)), undefined);
	const other = running();
	other.expect([{migration: 'b.0001'}]);
	assert.equal(timeLeft(other, rehearsal, later(0)), undefined);
});
