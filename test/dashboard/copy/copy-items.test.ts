import assert from 'node:assert/strict';
import test from 'node:test';
import {copyItems} from '../../../source/dashboard/copy/copy-items.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('a migration has its name, its file and its command line to copy', t => {
	const status = tutorialStatus();
	status.apps[0]!.migrations[0]!.path = '/srv/tutorial/auth/migrations/0001_initial.ts';
	const {dashboard, press} = dashboardInMemory(t, status);
	press('j');
	assert.deepEqual(
		copyItems(dashboard).map(({text}) => text),
		[
			'auth.0001_initial',
			'/srv/tutorial/auth/migrations/0001_initial.ts',
			'quarterdeck migrate auth 0001_initial',
		],
	);
});

test('a problem is copied with its hint', t => {
	const problems = [{code: 'settings-invalid', message: 'Wrong.', hint: 'Fix it.'}];
	const {dashboard} = dashboardInMemory(t, tutorialStatus({problems}));
	assert.deepEqual(copyItems(dashboard).at(-1), {
		key: 'e',
		label: 'the error',
		text: 'Wrong.\nFix it.',
	});
});

test('what is empty is left out: a stopped server has no address', t => {
	const {dashboard, press} = dashboardInMemory(t);
	press('2');
	assert.deepEqual(
		copyItems(dashboard).map(({key}) => key),
		['l'],
	);
});

test('an empty log and activity have nothing to copy', t => {
	const {dashboard, press} = dashboardInMemory(t);
	press('3');
	assert.deepEqual(copyItems(dashboard), []);
	press('4');
	assert.deepEqual(copyItems(dashboard), []);
});
