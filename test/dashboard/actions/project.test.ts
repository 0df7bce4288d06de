import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('R reads history and status again', t => {
	const {press, sent, toast} = dashboardInMemory(t);
	press('R');
	assert.deepEqual(sent, ['reread']);
	assert.equal(toast(), 'Rereading the project.');
});

test('e opens the file of a problem at its line', t => {
	const problems = [{code: 'settings-invalid', message: '', file: 'settings.ts', line: 3}];
	const {press, sent} = dashboardInMemory(t, tutorialStatus({problems}));
	press('e');
	assert.deepEqual(sent, ['edit /srv/tutorial/settings.ts:3']);
});

test('keys without an object say so', t => {
	const {press, toast} = dashboardInMemory(t);
	const says = (...keys: string[]) => {
		press(...keys);
		return toast();
	};
	assert.equal(says('2', 'e'), 'No file to open here.');
	assert.equal(says('3', 'o'), 'No file to read here.');
	assert.equal(says('3', 'c'), 'Nothing to copy here.');
	assert.equal(says('4', 'Enter'), 'Nothing has run yet.');
});

test('in production a shell waits for the name of the database', t => {
	const {press, sent, text} = dashboardInMemory(t, tutorialStatus({environment: 'production'}));
	press('i');
	assert.match(text(), /^Open a shell\?\n PRODUCTION {4}sqlite db\.sqlite3/);
	assert.deepEqual(sent, []);
});
