import assert from 'node:assert/strict';
import test from 'node:test';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('Esc takes back one mode after the other, and never quits', t => {
	const {dashboard, session, press, sent, toast} = dashboardInMemory(t);
	press('3', 'z', 'v');
	session.toast('warning', 'Careful.');
	press('Esc');
	assert.equal(toast(), undefined);
	press('Esc');
	assert.equal(session.view.snapshot().zoomed, false);
	assert.equal(session.view.snapshot().log.level, 'info');
	press('Esc');
	assert.equal(session.view.snapshot().log.level, 'all');
	press('Esc');
	assert.deepEqual(sent, []);
	assert.equal(dashboard.session.view.snapshot().dialogs.length, 0);
});

test('d leaves, ^L redraws, ^Z suspends', t => {
	const {press, sent} = dashboardInMemory(t);
	press('^L', '^Z', 'd');
	assert.deepEqual(sent, ['redraw', 'suspend', 'leave']);
});

test('help opens for the focused pane', t => {
	const {press, text} = dashboardInMemory(t);
	press('3', '?');
	assert.match(text(), /^Help: Server log/);
});
