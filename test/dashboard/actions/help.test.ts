import assert from 'node:assert/strict';
import test from 'node:test';
import {HelpDialog} from '../../../source/dashboard/actions/help.ts';
import {dialogText} from '../../support/drawn-dialog.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

function openHelp(t: test.TestContext, focus = '1') {
	const opened = dashboardInMemory(t);
	opened.press(focus);
	new HelpDialog(opened.dashboard).open();
	return opened;
}

test('the keys of the pane come first, each with its command line or why it is disabled', t => {
	const {text} = openHelp(t);
	const lines = text().split('\n');
	assert.deepEqual(lines.slice(0, 2), ['Help: Migrations', 'Migrations']);
	assert.match(text(), /^ {2}M {11}migrate: opens the plan, y runs it {3}quarterdeck migrate$/m);
	assert.match(text(), /^ {2}r {11}server restart {3}\(The server is not running/m);
});

test('a filter leaves the actions that match, and Esc clears it first', t => {
	const {press, text, top, type} = openHelp(t, '3');
	press('/');
	type('WRAP');
	press('Enter');
	assert.match(text(), /wrap long lines/);
	assert.doesNotMatch(text(), /follow the log/);
	press('Esc');
	assert.match(text(), /follow the log/);
	press('/');
	type('no such key');
	assert.match(text(), /No keys match\./);
	press('Esc', 'Esc');
	assert.equal(top(), undefined);
});

test('the key that opened it closes it', t => {
	const {press, top} = openHelp(t);
	press('?');
	assert.equal(top(), undefined);
});

test('in a narrow window labels are wrapped under each other', t => {
	const {top} = openHelp(t);
	const text = dialogText(top()!, {columns: 40});
	assert.match(text, /^ {2}m {11}make migrations$\n^ {14}\(preview, questions,/m);
});
