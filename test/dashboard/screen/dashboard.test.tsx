import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {isBroken} from '../../../source/dashboard/actions/action.ts';
import {MessageDialog} from '../../../source/dashboard/dialogs/message.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('what the last comparison found stays until the next one, unless a migration was made', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	const incomplete = tutorialStatus({incomplete: true});
	incomplete.apps[2]!.unmadeChanges = [];
	mounted.dashboard.showStatus(incomplete);
	await mounted.shows('changes: accounts');
	const made = structuredClone(incomplete);
	made.apps[2]!.migrations.push({name: '0001_initial', applied: null, warnings: []});
	mounted.dashboard.showStatus(made);
	await mounted.hides('changes: accounts');
});

test('a migration that is gone leaves the selection on its app', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('jj');
	assert.equal(mounted.dashboard.session.view.snapshot().selected, 'auth.0002_permissions');
	const status = tutorialStatus();
	status.apps[0]!.migrations.pop();
	mounted.dashboard.showStatus(status);
	assert.equal(mounted.dashboard.session.view.snapshot().selected, 'auth');
});

test('an action closes a dialog that only tells the end of something', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	const message = {title: 'Server', meaning: 'error', message: 'Port 8000 is taken.'} as const;
	new MessageDialog(mounted.dashboard.session, message).open();
	await mounted.shows('Port 8000 is taken.');
	await mounted.press('?');
	await mounted.shows('Help: Migrations');
	await mounted.hides('Port 8000');
});

test('Esc takes back one mode after the other and never quits', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('3vz');
	await mounted.press('\u001B');
	await mounted.shows('≥info');
	await mounted.press('\u001B');
	await mounted.hides('≥info');
	await mounted.press('\u001B');
	assert.equal(mounted.left(), false);
});

test('a misnamed migration is told, and neither hides the tree nor hinders a migrate', async t => {
	const message = '0002_new price.ts never runs: its name is not that of a migration.';
	const problems = [{code: 'misnamed-migration', message}];
	const mounted = await mountDashboard(t, tutorialStatus({problems}));
	await mounted.shows(message);
	await mounted.shows('0001_initial');
	assert.equal(isBroken(mounted.dashboard), false);
});

test('a run that the history has is not running, whatever an older status says', async t => {
	const root = standInProject(t);
	const run = {run: 'a', kind: 'migrate', command: 'migrate', operator: 'ann', host: 'web-1'};
	const at = '2026-11-24T10:00:00Z';
	const status = tutorialStatus({root, runs: [{...run, pid: 1, since: at}]});
	const mounted = await mountDashboard(t, status, {root});
	await mounted.shows('● migrate');
	mkdirSync(path.join(root, '.quarterdeck'));
	const entry = {...run, at, exitCode: 0, milliseconds: 5, summary: '3 applied'};
	writeFileSync(path.join(root, '.quarterdeck/history.ndjson'), `${JSON.stringify(entry)}\n`);
	mounted.dashboard.session.readHistory();
	await mounted.shows('✓ migrate  3 applied');
	assert.doesNotMatch(mounted.frame(), /running/);
});

test('in a window that shows no dialog, q leaves and nothing else is done', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root, server: {state: 'running', pid: 1}});
	const mounted = await mountDashboard(t, status, {root, columns: 20, rows: 4});
	await mounted.press('m', 'u', ':');
	assert.equal(mounted.dashboard.session.view.snapshot().dialogs.length, 0);
	assert.equal(mounted.left(), false);
	await mounted.press('q');
	assert.equal(mounted.left(), true);
});
