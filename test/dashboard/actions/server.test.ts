import assert from 'node:assert/strict';
import test from 'node:test';
import {whyDisabled} from '../../../source/dashboard/actions/action.ts';
import {serverActions} from '../../../source/dashboard/actions/server.ts';
import type {ServerStatus} from '../../../source/runs/project-status.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

function why(t: test.TestContext, server: ServerStatus, busy = false) {
	const {dashboard} = dashboardInMemory(t, tutorialStatus({server}));
	dashboard.server.busy = busy;
	return serverActions.map(action => whyDisabled(dashboard, {group: 'Server', ...action}));
}

test('only a running server can be restarted', t => {
	assert.deepEqual(why(t, {state: 'running', pid: 1}), [false, false]);
	assert.deepEqual(why(t, {state: 'stopped'}), [
		false,
		'The server is not running: press s to start it.',
	]);
});

test('a server whose state cannot be read is left alone', t => {
	const reason = 'The state folder cannot be read.';
	assert.deepEqual(why(t, {state: 'unknown', reason}), [reason, reason]);
});

test('nothing is started while something starts or stops', t => {
	assert.equal(why(t, {state: 'stopped'}, true)[0], 'The server is starting or stopping.');
});
