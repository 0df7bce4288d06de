import assert from 'node:assert/strict';
import test from 'node:test';
import type {MigrationStatus} from '../../../source/runs/project-status.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const at = '2026-03-02T10:00:00Z';
const sizes = [
	[80, 24],
	[30, 8],
	[120, 40],
	[60, 18],
] as const;

/** Sixty apps with 420 migrations, and how often a migration was looked at. */
function bigProject() {
	const looked = {count: 0};
	const migration = (name: string): MigrationStatus => ({
		get name() {
			looked.count++;
			return name;
		},
		applied: at,
		warnings: [],
	});
	const apps = Array.from({length: 60}, (_, index) => ({
		label: `app${index}`,
		migrations: Array.from({length: 7}, (_, index) => migration(`000${index + 1}_step`)),
		unmadeChanges: [],
	}));
	return {status: tutorialStatus({apps, unapplied: 0}), looked};
}

test('a key in a big tree costs only the visible rows', async t => {
	const {status, looked} = bigProject();
	const {press, dashboard} = await mountDashboard(t, status);
	await press('G');
	assert.equal(dashboard.session.view.snapshot().selected, 'app59');
	for (const key of ['k', 'j', '\u001B[5~', 'G']) {
		looked.count = 0;
		await press(key);
		assert.ok(looked.count < 200, `${JSON.stringify(key)}: ${looked.count} looks`);
	}
	looked.count = 0;
	await press('/app31.0004\r', 'n', 'N');
	assert.equal(dashboard.session.view.snapshot().selected, 'app31.0004_step');
	assert.ok(looked.count < 3000, `a search: ${looked.count} looks`);
});

test('a search opens a folded app, and folds it again afterwards', async t => {
	const {press, dashboard, frame} = await mountDashboard(t, tutorialStatus());
	const selected = () => dashboard.session.view.snapshot().selected;
	await press('\u001B[D', 'jj\u001B[D', 'g');
	assert.doesNotMatch(frame(), /0001_initial/);
	await press('/INIT\r');
	assert.equal(selected(), 'auth.0001_initial');
	assert.match(frame(), /▾ auth[\s\S]*0002_permissions/);
	await press('n');
	assert.equal(selected(), 'sessions.0001_initial');
	assert.match(frame(), /▸ auth[\s\S]*▾ sessions/);
	assert.doesNotMatch(frame(), /0002_permissions/);
	await press('n');
	assert.match(frame(), /No more matches\./);
	await press('\u001B[D', '\u001B[C', 'N');
	assert.equal(selected(), 'auth.0001_initial');
	assert.match(frame(), /▾ sessions/, 'what was unfolded by hand stays so');
});

test('the selection stays visible at every size of the window', async t => {
	const {status} = bigProject();
	const mounted = await mountDashboard(t, status, {columns: 40, rows: 12});
	const done = {at, run: 'a', exitCode: 0, milliseconds: 5, summary: '1 applied'};
	const history = [{...done, command: 'migrate', operator: 'ann', host: 'web-1'}];
	mounted.dashboard.session.history.change({history});
	await mounted.press('/app31.0005\r');
	for (const [columns, rows] of sizes) {
		await mounted.resize(columns, rows);
		assert.equal(mounted.dashboard.session.view.snapshot().selected, 'app31.0005_step');
		assert.match(mounted.frame(), /› {2}✓ 0005_step/, `${columns}x${rows}`);
	}
	await mounted.press('k');
	assert.equal(mounted.dashboard.session.view.snapshot().selected, 'app31.0004_step');
});

test('earlier migrations open and close with the arrows, and by a search', async t => {
	const {status} = bigProject();
	const apps = status.apps.slice(0, 2);
	const {press, dashboard, frame} = await mountDashboard(t, {...status, apps});
	const selected = () => dashboard.session.view.snapshot().selected;
	assert.match(frame(), /… 5 applied[\s\S]*0006_step[\s\S]*… 5 applied/);
	await press('j\r');
	assert.equal(selected(), 'app0.0001_step');
	assert.match(frame(), /0001_step[\s\S]*0005_step[\s\S]*… 5 applied/);
	await press('\u001B[D');
	assert.deepEqual([selected(), /0001_step/.test(frame())], ['app0', false]);
	await press('/app1.0003\r');
	assert.equal(selected(), 'app1.0003_step');
	await press('/app0\r');
	assert.doesNotMatch(frame(), /0003_step/, 'what a search has opened closes again');
});

test('of many apps those are open that want attention', async t => {
	const {status} = bigProject();
	const [first, ...others] = status.apps;
	const changed = {...first!, unmadeChanges: ['Create entity Post']};
	const apps = [...others, {...changed, label: 'last'}];
	const {frame, dashboard} = await mountDashboard(t, {...status, apps});
	assert.equal(dashboard.session.view.snapshot().selected, 'last');
	assert.match(frame(), /▸ app58 [\s\S]*▾ last /);
});
