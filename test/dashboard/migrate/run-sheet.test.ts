import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {LinePrompt} from '../../../source/dashboard/dialogs/line-prompt.ts';
import {RunDialog} from '../../../source/dashboard/migrate/run-dialog.ts';
import type {StepWaiting} from '../../../source/runs/events.ts';
import {Journal} from '../../../source/runs/journal.ts';
import type {RunEnd} from '../../../source/runs/start-run.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {drawnDialog} from '../../support/drawn-dialog.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const migration = 'auth.0002_permissions';
const waiting: StepWaiting = {
	...{type: 'step-waiting', migration, statement: 1, sql: 'alter table x'},
	...{attempt: 1, attempts: 31, nextTry: null, queued: 0},
	blockers: [{pid: 47, user: 'ada', application: 'psql', query: 'begin', since: null}],
};

/** The operator's own run, in the middle of a migration. */
function openRun(t: TestContext) {
	const opened = dashboardInMemory(t, undefined, {root: standInProject(t)});
	const interrupts: string[] = [];
	const {promise: ended, resolve} = Promise.withResolvers<RunEnd>();
	t.after(() => resolve({exitCode: 0, stderr: ''}));
	const started = {run: 'a', ended, interrupt: () => interrupts.push('interrupt')};
	const dialog = new RunDialog(opened.session, {run: 'a', command: 'migrate', started});
	dialog.open();
	dialog.progress.expect([{migration}, {migration: 'auth.0003_groups'}]);
	dialog.progress.take({type: 'applying', migration, index: 1, total: 2});
	return {...opened, dialog, interrupts};
}

test('a run can be cancelled after its migration, once', t => {
	const {dialog, interrupts, text} = openRun(t);
	assert.match(text(), /\n\n\^C cancel after this migration {3}Esc close, the run continues$/);
	assert.equal(dialog.cancel(), true);
	assert.match(text(), /\n\nIt stops after this migration\.$/);
	assert.deepEqual(interrupts, ['interrupt']);
});

test('in a low window the bar scrolls with the rest', t => {
	const {dialog} = openRun(t);
	const size = (rows: number) => drawnDialog(dialog, {columns: 60, rows}).join('\n');
	assert.doesNotMatch(size(18), /rows \d/);
	dialog.progress.expect(Array.from({length: 20}, (_, index) => ({migration: `shop.${index}`})));
	assert.match(size(18), /0%[\s\S]*rows 1-/);
	dialog.scrollTo(5);
	assert.match(size(18), /0%/);
	assert.doesNotMatch(size(17), /0%/);
});

test('the session that blocks is ended when its number was typed', t => {
	const {dialog, press, text, toast, top, type} = openRun(t);
	press('x');
	assert.equal(top(), dialog, 'nobody blocks');
	dialog.progress.take(waiting);
	assert.match(text(), /\^C cancel {3}x end that session/);
	press('x');
	assert.ok(top() instanceof LinePrompt);
	assert.match(text(), /Type 47 to end that session: +_+ Its transaction is rolled back\./);
	type('48');
	press('Enter');
	assert.equal(toast(), 'Nothing was ended.');
	assert.equal(top(), dialog);
});

test('the bar of a rehearsed run says how long it will take', t => {
	const {session} = dashboardInMemory(t, undefined, {root: standInProject(t)});
	const step = {migration, milliseconds: 90_000, direction: 'forwards' as const, statements: []};
	const rehearsal = {
		...{plan: 'x', at: '', copy: 'full' as const, bytes: null, steps: [step]},
		...{estimate: {milliseconds: 90_000, from: 0, to: 0}, reversible: true, sameAfterwards: true},
	};
	const migrate = {words: [], rehearsal, again: () => dialog};
	const dialog = new RunDialog(session, {run: 'a', command: 'migrate', migrate});
	dialog.progress.expect([{migration}]);
	assert.match(drawnDialog(dialog, {columns: 120, rows: 40}).join('\n'), /0% {3}about 2 min left/);
});

test('without a rehearsal, earlier runs tell it, read when it is first drawn', t => {
	const root = standInProject(t);
	const journal = new Journal(root, 'migrate');
	journal.write({type: 'applied', migration, milliseconds: 40_000});
	journal.end(1);
	const {session} = dashboardInMemory(t, tutorialStatus({root}), {root});
	const dialog = new RunDialog(session, {run: 'a', command: 'migrate'});
	dialog.progress.expect([{migration, direction: 'forwards'}]);
	const frame = () => drawnDialog(dialog, {columns: 120, rows: 40}).join('\n');
	assert.match(frame(), /0% {3}about 40 s left/);
	dialog.progress.take({type: 'applied', migration, milliseconds: 1});
	assert.doesNotMatch(frame(), / left/);
});
