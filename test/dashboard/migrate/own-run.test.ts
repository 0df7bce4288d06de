import assert from 'node:assert/strict';
import test from 'node:test';
import {shownRun} from '../../../source/dashboard/migrate/own-run.ts';
import type {StartedRun} from '../../../source/runs/start-run.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const activity = {run: 'a', operator: 'ann', host: 'web-1', since: ''};

test('an operator’s own migrate can be continued, without its old answers', t => {
	const {session, text} = dashboardInMemory(t);
	const {migrate} = shownRun(session, {...activity, command: 'migrate auth --allow-data-loss'});
	assert.deepEqual(migrate!.words, ['auth']);
	const rehearsal = shownRun(session, {...activity, command: 'migrate auth --rehearse --sample 5'});
	rehearsal.migrate!.again().open();
	assert.match(text(), /^Migrate auth\n/, 'the plan is that of the database itself');
	assert.equal(shownRun(session, {...activity, command: 'check'}).migrate, undefined);
	assert.equal(shownRun(session, {...activity, command: 'migrate --prune'}).migrate, undefined);
});

test('a run of another operator, and a read-only session, offer nothing', t => {
	const {session} = dashboardInMemory(t);
	const recorded = {...activity, operator: 'bob', command: 'migrate'};
	assert.deepEqual(shownRun(session, recorded), {
		...{run: 'a', command: 'migrate', operator: 'bob', recorded},
	});
	const readOnly = dashboardInMemory(t, undefined, {readOnly: true});
	assert.equal(shownRun(readOnly.session, {...activity, command: 'migrate'}).migrate, undefined);
});

test('a run that this session started can be cancelled', t => {
	const {session} = dashboardInMemory(t);
	const started = {run: 'a'} as StartedRun;
	session.runs.add(started);
	assert.equal(shownRun(session, {...activity, command: 'migrate'}).started, started);
});
