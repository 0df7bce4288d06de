import assert from 'node:assert/strict';
import test from 'node:test';
import {QuitDialog} from '../../../source/dashboard/leave/quit-dialog.ts';
import type {StartedRun} from '../../../source/runs/start-run.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const server = {state: 'running', url: 'http://127.0.0.1:8000/', pid: 1} as const;

function openQuit(t: test.TestContext, stops: boolean, options = {}) {
	const opened = dashboardInMemory(t, tutorialStatus({server}), options);
	new QuitDialog(opened.session, async () => stops).open();
	return opened;
}

test('staying is the default, and leaving keeps the server', t => {
	const {press, sent, text, top} = openQuit(t, true);
	assert.match(text(), /The server is running at http:\/\/127\.0\.0\.1:8000\//);
	press('Enter');
	assert.equal(top(), undefined);
	assert.deepEqual(sent, []);
	const other = openQuit(t, true);
	other.press('d');
	assert.deepEqual(other.sent, ['leave']);
});

test('s stops the server, and leaves only once it is stopped', async t => {
	const {press, sent, text} = openQuit(t, true);
	press('s');
	assert.match(text(), /Stopping …/);
	await new Promise(setImmediate);
	assert.deepEqual(sent, ['leave']);
	const fails = openQuit(t, false);
	fails.press('s');
	await new Promise(setImmediate);
	assert.deepEqual(fails.sent, []);
	assert.equal(fails.top(), undefined);
});

test('a run that has just begun is named without a server', t => {
	const {session, text} = dashboardInMemory(t);
	session.runs.add({run: 'a'} as StartedRun);
	new QuitDialog(session, async () => true).open();
	assert.match(text(), /^Quit\?\nA run is still in progress\./);
	assert.doesNotMatch(text(), /server/);
});

test('a read-only session cannot stop the server', t => {
	const {press, sent, text} = openQuit(t, true, {readOnly: true});
	assert.doesNotMatch(text(), /stop the server/);
	press('s');
	assert.deepEqual(sent, []);
});
