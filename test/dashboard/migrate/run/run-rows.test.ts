import assert from 'node:assert/strict';
import test from 'node:test';
import {RunProgress} from '../../../../source/dashboard/migrate/run/run-progress.ts';
import {barRows, runRows, runTitle} from '../../../../source/dashboard/migrate/run/run-rows.ts';
import type {Backfilling, StepWaiting} from '../../../../source/runs/events.ts';
import {plainLookForAll} from '../../../support/in-memory-dashboard.ts';

plainLookForAll();

function progressOf(count: number): RunProgress {
	const progress = new RunProgress();
	progress.expect(Array.from({length: count}, (_, index) => ({migration: `auth.000${index}`})));
	return progress;
}

test('the title says how far the run is, and whose it is', () => {
	const progress = progressOf(2);
	const title = (command: string, phase: 'running' | 'done' | 'failed', operator?: string) =>
		runTitle({command, operator}, phase, progress);
	assert.equal(title('migrate', 'running'), 'Migrating: 0 of 2 done');
	assert.equal(title('migrate auth zero', 'failed', 'bob'), 'Migrate auth zero: FAILED, by bob');
	assert.equal(runTitle({command: 'check'}, 'running', progressOf(0)), 'check: running');
	assert.equal(runTitle({command: 'check'}, 'done', progressOf(0)), 'check');
	progress.rehearses = true;
	assert.equal(title('migrate --rehearse auth', 'running'), 'Rehearse migrate auth: 0 of 2 done');
});

test('the bar is full when everything is done, and missing without steps', () => {
	const progress = progressOf(1);
	assert.deepEqual(barRows(progress, 18), ['[░░░░░░░░░░]   0%', '']);
	progress.take({type: 'applied', migration: 'auth.0000', milliseconds: 5});
	assert.deepEqual(barRows(progress, 18), ['[██████████] 100%', '']);
	assert.deepEqual(barRows(progressOf(0), 18), []);
	const [timed] = barRows(progress, 38, 92_400);
	assert.equal(timed, '[██████████] 100%   about 2 min left');
	assert.doesNotMatch(barRows(progress, 37, 92_400)[0]!, /left/);
	assert.doesNotMatch(barRows(progress, 90, 400)[0]!, /left/);
});

test('the running step has its statement, and stays visible', () => {
	const progress = progressOf(2);
	progress.take({type: 'applied', migration: 'auth.0000', milliseconds: 1400});
	progress.take({type: 'applying', migration: 'auth.0001', index: 2, total: 2});
	progress.take({type: 'statement', index: 1, total: 3, sql: 'create table x'});
	const {rows, inSight} = runRows(progress, 60);
	assert.deepEqual(rows, [
		'✓ auth.0000     OK  1.4s',
		'● auth.0001     running',
		'    statement 1 of 3',
		'    create table x',
	]);
	assert.equal(inSight.at(-1), 1);
});

test('behind a failure many waiting steps are only counted', () => {
	const progress = progressOf(6);
	progress.take({type: 'applying', migration: 'auth.0000', index: 1, total: 6});
	progress.take({type: 'error', code: 'x', message: 'Gone.'});
	assert.deepEqual(runRows(progress, 60).rows, ['✗ auth.0000     FAILED', '○ 5 more waiting']);
});

test('a run that waits for a lock says for whose', () => {
	const progress = progressOf(0);
	progress.take({type: 'waiting-for-lock', holder: 'bob@web-2'});
	assert.deepEqual(runRows(progress, 60).rows, [
		'',
		'Waiting for another run to finish: bob@web-2',
	]);
});

test('a statement that waits says for whom, and which attempt it is', () => {
	const progress = progressOf(1);
	progress.take({type: 'applying', migration: 'auth.0000', index: 1, total: 1});
	progress.take({type: 'statement', index: 1, total: 1, sql: 'alter table x'});
	const waiting: StepWaiting = {
		type: 'step-waiting',
		...{migration: 'auth.0000', statement: 1, sql: 'alter table x'},
		...{attempt: 2, attempts: 31, nextTry: null, queued: 3},
		blockers: [{pid: 47, user: 'ada', application: 'psql', query: 'begin', since: null}],
	};
	progress.take(waiting);
	assert.deepEqual(runRows(progress, 70).rows.slice(-2), [
		'    waits for pid 47 (psql, ada): begin',
		'    attempt 2 of 31; 3 sessions behind it',
	]);
	progress.take({...waiting, nextTry: new Date().toISOString()});
	assert.match(runRows(progress, 70).rows.at(-1)!, /gave way, attempt 3 of 31 at \d+:\d+:\d+/);
	progress.take({type: 'applied', migration: 'auth.0000', milliseconds: 5});
	assert.equal(progress.stepWaiting, undefined);
	const first = progressOf(1);
	first.take({...waiting, blockers: []});
	assert.deepEqual(runRows(first, 70).rows, [
		'○ auth.0000   ',
		'    waits for another connection',
		'    attempt 2 of 31; 3 sessions behind it',
	]);
});

test('a backfill has a bar of its own, and says why it is slower', () => {
	const progress = progressOf(1);
	progress.take({type: 'applying', migration: 'auth.0000', index: 1, total: 1});
	const backfilling: Backfilling = {
		...{type: 'backfilling', migration: 'auth.0000', filled: 1_250_000, total: 5_000_000},
		...{perSecond: 41_000, remaining: 92, batch: 20_000, pace: 'normal'},
	};
	progress.take(backfilling);
	const rows = (columns: number) => runRows(progress, columns).rows.slice(1);
	assert.deepEqual(rows(36), [
		`    [${'█'.repeat(6)}${'░'.repeat(18)}]  25%`,
		'    1,250,000 of 5,000,000 rows, 41…',
	]);
	assert.equal(rows(90)[1], '    1,250,000 of 5,000,000 rows, 41,000 per second, 1 min 32 s left');
	progress.take({...backfilling, total: null, remaining: null, waitingFor: '2 sessions'});
	assert.deepEqual(rows(90), [
		'    1,250,000 rows, 41,000 per second, slower because of 2 sessions',
	]);
	progress.take({type: 'applied', migration: 'auth.0000', milliseconds: 5});
	assert.equal(progress.backfill, undefined);
});

test('where there is no room the label of the app is cut, not the name of the migration', () => {
	const progress = new RunProgress();
	progress.expect([{migration: 'an_app_with_a_very_long_label.0001_initial'}]);
	assert.match(runRows(progress, 45).rows[0]!, /^○ an_app_\w*…\.0001_initial *$/);
});

test('a run that failed in its first step has no empty bar', () => {
	const progress = progressOf(2);
	progress.take({type: 'error', code: 'x', message: 'Gone.'});
	assert.deepEqual(barRows(progress, 40), []);
});
