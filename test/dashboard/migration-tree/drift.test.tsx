import assert from 'node:assert/strict';
import test from 'node:test';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const drift = [{app: 'auth', text: 'The table auth_user is not in the database.'}];

function applied(part: Partial<ProjectStatus>): ProjectStatus {
	const status = tutorialStatus({unapplied: 0, ...part});
	for (const migration of status.apps.flatMap(({migrations}) => migrations)) {
		migration.applied = '2026-03-02T10:00:00Z';
	}
	for (const app of status.apps) app.unmadeChanges = [];
	return status;
}

test('drift is shown under its app, and Enter shows the differences', async t => {
	const root = standInProject(t);
	const {press, shows, frame} = await mountDashboard(t, applied({root, drift}), {root});
	assert.match(frame(), /~ The database differs from the migrations: auth/);
	assert.match(frame(), /✓ 0002_permissions.*\n.*~ database differs from the migrations/);
	await press('jjj\r');
	await shows('You ran driftcheck auth');
	await press('\u001B', 'B');
	assert.match(frame(), /Select a migration first\./);
});

test('known drift stays until the next comparison, while the migrations are the same', async t => {
	const {dashboard, frame, press, shows, hides} = await mountDashboard(t, applied({drift}));
	await press('jjj');
	dashboard.showStatus(applied({unapplied: 0, incomplete: true}));
	await shows('database differs from the migrations');
	assert.equal(dashboard.tree.selected()?.drift, true);
	dashboard.showStatus(applied({drift: []}));
	await hides('database differs');
	assert.match(frame(), /✓ All migrations are applied/);
	dashboard.showStatus(applied({drift}));
	dashboard.showStatus(tutorialStatus());
	await hides('database differs');
});
