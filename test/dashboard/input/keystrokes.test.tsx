import assert from 'node:assert/strict';
import test from 'node:test';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('a field gets all keys of one packet in order', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press(':ab\u007Fc\u001B[DZ');
	assert.match(mounted.frame(), /: aZc/);
});

test('a paste into a field has no line ends and presses no keys', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press(':\u001B[200~migrate\r\naccounts\u001B[201~');
	assert.match(mounted.frame(), /: migrate accounts/);
	assert.equal(mounted.dashboard.session.view.snapshot().dialogs.length, 1);
});

test('the key that opens a dialog and its text may come in one packet', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('?/quit\r');
	assert.match(mounted.frame(), /filter: quit/);
	assert.doesNotMatch(mounted.frame(), /make migrations \(preview/);
});

test('a field that has just got the focus loses no key', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, unapplied: 0}));
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('u');
	await mounted.shows(/Username +\[ann/);
	await mounted.press(
		'\t',
		'a',
		'@',
		'b',
		'\t',
		'1',
		'2',
		'3',
		'\u001B[Z',
		'c',
		'\u0015',
		'd',
		'e',
	);
	await mounted.shows(/E-mail +\[de _/);
	await mounted.shows(/Password +\[\*\*\*_/);
	await mounted.press('\u001B');
	await mounted.hides('Create superuser');
});

test('palette, search, help filter and database name lose no key', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	status.apps[0]!.migrations[0]!.warnings.push({
		code: 'DL002',
		message: 'Drops the column legacy.',
	});
	playStatus(root, status);
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press(':', 'x', 'y', 'z');
	assert.match(mounted.frame(), /: xyz _/);
	await mounted.press('\u001B', '\u001B', '3', '/', 'x', 'y', 'z');
	assert.match(mounted.frame(), / \/xyz _/);
	await mounted.press('\r', '?', '/', 'w', 'r', 'a', 'p');
	assert.match(mounted.frame(), /\/wrap _/);
	await mounted.press('\r', '?', '\u001B');
	await mounted.press('M');
	await mounted.shows('Drops the column legacy.');
	await mounted.press('y', 'd', 'b');
	await mounted.shows(/: ydb _/);
});
