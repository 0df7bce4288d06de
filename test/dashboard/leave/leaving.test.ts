import assert from 'node:assert/strict';
import test from 'node:test';
import {MessageDialog} from '../../../source/dashboard/dialogs/message.ts';
import {QuitDialog} from '../../../source/dashboard/leave/quit-dialog.ts';
import {stopTime} from '../../support/clock.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const running = () => tutorialStatus({server: {state: 'running', pid: 1}});

test('quitting asks only if something runs', t => {
	const idle = dashboardInMemory(t);
	idle.dashboard.leaving.quit();
	assert.deepEqual(idle.sent, ['leave']);
	const busy = dashboardInMemory(t, running());
	busy.dashboard.leaving.quit();
	assert.ok(busy.top() instanceof QuitDialog);
	assert.deepEqual(busy.sent, []);
});

test('^C closes a dialog before it asks to quit', t => {
	const time = stopTime(t);
	const {dashboard, session, top} = dashboardInMemory(t, running());
	new MessageDialog(session, {title: 'Server', message: 'It is running.'}).open();
	dashboard.leaving.interrupt();
	assert.equal(top(), undefined);
	time.goOn(2001);
	dashboard.leaving.interrupt();
	assert.ok(top() instanceof QuitDialog);
});

test('a second ^C soon after quits at once', t => {
	const time = stopTime(t);
	const {dashboard, sent} = dashboardInMemory(t, running());
	dashboard.leaving.interrupt();
	time.goOn(1999);
	dashboard.leaving.interrupt();
	assert.deepEqual(sent, ['leave']);
});

test('what stops by itself needs no answer: the dashboard is left', t => {
	const {dashboard, sent, top} = dashboardInMemory(t, running());
	dashboard.leaving.quit();
	dashboard.showStatus(running());
	assert.ok(top() instanceof QuitDialog, 'it is still running');
	dashboard.showStatus(tutorialStatus({server: {state: 'stopped'}}));
	assert.equal(top(), undefined);
	assert.deepEqual(sent, ['leave']);
});
