import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {isHindered} from '../../../source/dashboard/actions/action.ts';
import {MessageDialog} from '../../../source/dashboard/dialogs/message.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('changes of the last comparison stay until the next one, unless a migration was made', async t => {
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

test('if the selected migration is gone its app is selected', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('jj');
	assert.equal(mounted.dashboard.session.view.snapshot().selected, 'auth.0002_permissions');
	const status = tutorialStatus();
	status.apps[0]!.migrations.pop();
	mounted.dashboard.showStatus(status);
	assert.equal(mounted.dashboard.session.view.snapshot().selected, 'auth');
});

test('an action closes a dialog that only reports an end', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	const message = {title: 'Server', meaning: 'error', message: 'Port 8000 is taken.'} as const;
	new MessageDialog(mounted.dashboard.session, message).open();
	await mounted.shows('Port 8000 is taken.');
	await mounted.press('?');
	await mounted.shows('Help: Migrations');
	await mounted.hides('Port 8000');
});

test('a misnamed migration is reported, and blocks nothing', async t => {
	const message = '0002_new price.ts never runs: its name is not that of a migration.';
	const problems = [{code: 'misnamed-migration', message}];
	const mounted = await mountDashboard(t, tutorialStatus({problems}));
	await mounted.shows(message);
	await mounted.shows('0001_initial');
	assert.equal(isHindered('database', 'migrations')(mounted.dashboard), false);
});

test('a run in the history is not running, whatever an older status says', async t => {
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

test('in a window too small for dialogs only q works', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root, server: {state: 'running', pid: 1}});
	const mounted = await mountDashboard(t, status, {root, columns: 20, rows: 4});
	await mounted.press('m', 'u', ':');
	assert.equal(mounted.dashboard.session.view.snapshot().dialogs.length, 0);
	assert.equal(mounted.left(), false);
	await mounted.press('q');
	assert.equal(mounted.left(), true);
});
