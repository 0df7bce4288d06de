import assert from 'node:assert/strict';
import test from 'node:test';
import {CopyMenu} from '../../../source/dashboard/copy/copy-menu.ts';
import {setVariable} from '../../support/environment.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const items = [
	{key: 'n', label: 'the name', text: 'auth'},
	{key: 'e', label: 'the error', text: 'first\nsecond'},
];

function openMenu(t: test.TestContext) {
	setVariable(t, 'SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22');
	setVariable(t, 'TMUX', undefined);
	const opened = dashboardInMemory(t);
	new CopyMenu(opened.session, items).open();
	return opened;
}

test('each item has its key and the start of its text', t => {
	const {text} = openMenu(t);
	assert.match(text(), /› n {2}the name +auth/);
	assert.match(text(), /e {2}the error +first/);
	assert.doesNotMatch(text(), /second/);
});

test('a key copies its item, and closes the menu', t => {
	const {press, toast, top} = openMenu(t);
	press('e');
	assert.equal(toast(), 'Copied the error (2 lines) with OSC 52');
	assert.equal(top(), undefined);
});

test('the selection stops at both ends, and Enter copies it', t => {
	const {press, sent, text} = openMenu(t);
	press('k');
	assert.match(text(), /› n/);
	press('j', 'j');
	assert.match(text(), /› e/);
	press('k');
	assert.match(text(), /› n/);
	press('j', 'Enter');
	assert.match(sent[0]!, new RegExp(Buffer.from('first\nsecond').toString('base64')));
});
