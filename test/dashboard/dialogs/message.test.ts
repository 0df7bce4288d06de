import assert from 'node:assert/strict';
import test from 'node:test';
import {MessageDialog} from '../../../source/dashboard/dialogs/message.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('a message has a next step and keys below it', t => {
	const {session, text} = dashboardInMemory(t);
	const texts = {message: 'Port 8000 is taken.', hint: 'Use another port.'};
	const choices = [{key: 's', label: 'start on port 8001', go: () => {}}];
	new MessageDialog(session, {title: 'Server', ...texts, choices}).open();
	assert.deepEqual(text().split('\n'), [
		...['Server', 'Port 8000 is taken.', '', 'Use another port.'],
		...['', 's start on port 8001   Esc close'],
	]);
});

test('a choice closes the dialog, then acts', t => {
	const {session, press, text, top} = dashboardInMemory(t);
	let open: unknown = 'not chosen';
	const choices = [{key: 'x', label: 'stop it', go: () => (open = top())}];
	new MessageDialog(session, {title: 'Server', message: 'It is running.', choices}).open();
	assert.match(text(), /x stop it {3}Esc close/);
	press('x');
	assert.equal(open, undefined);
});

test('a key that means nothing in a message acts on the panes', t => {
	const {session, press, top} = dashboardInMemory(t);
	new MessageDialog(session, {title: 'Server', message: 'It is running.'}).open();
	press('3');
	assert.equal(top(), undefined);
	assert.equal(session.view.snapshot().focus, 'log');
});
