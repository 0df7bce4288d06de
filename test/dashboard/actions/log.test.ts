import assert from 'node:assert/strict';
import test from 'node:test';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('keys change how the log is seen', t => {
	const {session, press} = dashboardInMemory(t);
	const log = () => session.view.snapshot().log;
	press('3', 'v', 'v', 'w', 't');
	assert.deepEqual([log().level, log().wrap, log().times], ['warn', true, 'clock']);
});

test('the filter is shown while it is typed', t => {
	const {session, press, type} = dashboardInMemory(t);
	press('3', '&');
	type('needle');
	assert.equal(session.view.snapshot().log.filter, 'needle');
	press('Esc');
	assert.equal(session.view.snapshot().log.filter, '');
});

test('the keys of the log do nothing in other panes', t => {
	const {session, press, toast} = dashboardInMemory(t);
	press('w');
	assert.equal(session.view.snapshot().log.wrap, false);
	assert.equal(toast(), 'w works in Server log (3).');
});
