import assert from 'node:assert/strict';
import test from 'node:test';
import {pageRows} from '../../../source/dashboard/actions/panes.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('Tab goes round the panes, numbers go to one', t => {
	const {press, session} = dashboardInMemory(t);
	const focus = () => session.view.snapshot().focus;
	press('Tab', 'Tab');
	assert.equal(focus(), 'log');
	press('S-Tab', 'S-Tab', 'S-Tab');
	assert.equal(focus(), 'activity');
	press('2');
	assert.equal(focus(), 'server');
});

test('a page is as high as the pane without its border', t => {
	const {dashboard, press} = dashboardInMemory(t);
	const {rows} = dashboard.layout.panes.migrations!;
	assert.equal(pageRows(dashboard), rows - 2);
	press('z');
	assert.equal(pageRows(dashboard), dashboard.layout.panes.migrations!.rows);
});

test('movement acts on the focused pane', t => {
	const {dashboard, press, session} = dashboardInMemory(t);
	press('G');
	assert.equal(session.view.snapshot().selected, 'accounts');
	press('g', 'j');
	assert.equal(session.view.snapshot().selected, 'auth.0001_initial');
	dashboard.logPane.store.push(Array.from({length: 50}, (_, index) => `line ${index}`));
	Object.assign(session.drawn.log, {first: 40, last: 49});
	press('3', 'k');
	assert.equal(session.view.snapshot().log.top, 39);
	assert.equal(session.view.snapshot().selected, 'auth.0001_initial');
	const run = {at: '', command: 'check', operator: 'ann', host: 'web-1'};
	const end = {exitCode: 0, milliseconds: 1, summary: ''};
	session.history.change({history: ['a', 'b'].map(name => ({...run, ...end, run: name}))});
	press('2', 'j');
	assert.equal(session.view.snapshot().selectedRun, '');
	press('4', 'j');
	assert.equal(session.view.snapshot().selectedRun, 'a');
});
