import assert from 'node:assert/strict';
import {rmSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {MigrateDialog} from '../../../source/dashboard/migrate/plan-dialog.ts';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {until} from '../../support/wait.ts';

function openPlan(t: test.TestContext, more = {}, words: string[] = [], part = {}) {
	const root = standInProject(t);
	const status = tutorialStatus({root, ...part});
	playStatus(root, status, more);
	return opened(t, root, status, words);
}

function opened(t: test.TestContext, root: string, status: ProjectStatus, words: string[] = []) {
	const dashboard = dashboardInMemory(t, status, {root});
	new MigrateDialog(dashboard.session, words).open();
	const shows = (wanted: RegExp) =>
		until(`it shows ${wanted}`, () => wanted.test(dashboard.text()));
	return {...dashboard, shows};
}

test('the plan is shown before it runs, and n closes it', async t => {
	const {press, session, shows, text, top} = openPlan(t);
	assert.match(text(), /^Migrate\nMaking the plan …/);
	await shows(
		/^Migrate: 3 migrations, sqlite db\.sqlite3[\s\S]*y run it {3}r rehearse {3}Esc cancel/,
	);
	press('n');
	assert.equal(top(), undefined);
	assert.equal(session.runs.size, 0);
});

/** A project whose migrations have files. */
function projectWithFiles(t: test.TestContext) {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	const file = (name: string) => path.join(root, `${name}.ts`);
	for (const {label, migrations} of status.apps) {
		for (const migration of migrations) {
			migration.path = file(`${label}.${migration.name}`);
			writeFileSync(migration.path, '');
		}
	}
	playStatus(root, status);
	return {root, status, file};
}

test('e edits the migration whose rows are at the top, at the end the last one', async t => {
	const {root, status, file} = projectWithFiles(t);
	const size = {columns: 100, rows: 16};
	const {press, shows, hides, frame, sent, resize, dashboard} = await mountDashboard(t, status, {
		root,
		...size,
	});
	const edited = () => sent.splice(0).filter(text => text.startsWith('edit'));
	await press('M');
	await shows(/r rehearse {3}e edit auth\.0001_initial {3}Esc cancel {3}j k PgDn scroll /);
	await press('e', 'jjjj', 'e');
	assert.deepEqual(edited(), Array(2).fill(`edit ${file('auth.0001_initial')}:`));
	assert.match(frame(), /━ rows 5-/);
	await press('G', 'e');
	await shows('e edit sessions.0001_initial');
	await press('k', 'e');
	const names = ['sessions.0001_initial', 'auth.0001_initial'];
	assert.deepEqual(
		edited(),
		names.map(name => `edit ${file(name)}:`),
	);
	await resize(66, 16);
	await shows(/e edit {3}Esc cancel/);
	await resize(60, 16);
	await hides('e edit');
	dashboard.showStatus({...status, apps: tutorialStatus().apps});
	await press('e');
	assert.deepEqual(edited(), [], 'there is no file');
});

test('once a file of it was edited, the plan is made again, also before it runs', async t => {
	const {root, status, file} = projectWithFiles(t);
	const {dashboard, press, shows, session, text} = opened(t, root, status);
	await shows(/y run it/);
	utimesSync(file('auth.0002_permissions'), 1, 1);
	press('y');
	assert.match(text(), /Making the plan/);
	assert.equal(session.runs.size, 0);
	await shows(/y run it/);
	dashboard.showStatus({...session.project!});
	assert.match(text(), /y run it/, 'nothing has changed');
	rmSync(file('sessions.0001_initial'));
	dashboard.showStatus({...session.project!});
	assert.match(text(), /Making the plan/);
	await shows(/y run it/);
	press('y');
	assert.equal(session.runs.size, 1);
});

test('a file that the status did not know yet when the plan began is not taken for edited', async t => {
	const {root, status, file} = projectWithFiles(t);
	const {dashboard, press, shows, session} = opened(t, root, tutorialStatus({root}));
	await shows(/y run it/);
	utimesSync(file('auth.0002_permissions'), 1, 1);
	dashboard.showStatus(status);
	press('y');
	assert.equal(session.runs.size, 1);
});

test('r rehearses the plan as a run of its own', async t => {
	const {press, session, shows, text} = openPlan(t, {}, ['auth']);
	await shows(/y run it {3}r rehearse {3}Esc cancel/);
	press('r');
	assert.match(text(), /^Rehearse migrate auth/);
	assert.equal(session.runs.size, 1);
});

test('without a step there is nothing to apply', async t => {
	const apps = [{label: 'auth', migrations: [], unmadeChanges: []}];
	await openPlan(t, {}, [], {apps}).shows(/No migrations to apply\.\n\nEsc close/);
	await openPlan(t, {}, ['auth', '0002'], {apps}).shows(
		/auth is already at 0002: nothing to apply/,
	);
});

test('a conflict offers to merge', async t => {
	const {press, shows, text} = openPlan(t, {conflict: true});
	await shows(/Conflicting migrations detected[\s\S]*m merge {3}r plan again/);
	press('m');
	assert.match(text(), /^Make migrations --merge/);
});

test('an unfinished migration comes first', async t => {
	const migration = 'auth.0002_permissions';
	const unfinished = {migration, text: 'It did not finish.', choices: [], flag: '', ways: []};
	const {shows} = openPlan(t, {unfinished});
	await shows(/^Migrate: auth\.0002_permissions did not finish\nIt did not finish\./);
});

test('what another run has applied meanwhile leaves the plan', async t => {
	const {dashboard, shows, session, text} = openPlan(t);
	await shows(/^Migrate: 3 migrations[\s\S]*y run it/);
	const status = session.project!;
	const apps = structuredClone(status.apps);
	dashboard.showStatus({...status, apps: structuredClone(apps)});
	assert.match(text(), /^Migrate: 3 migrations/, 'nothing has changed');
	apps[0]!.migrations[0]!.applied = '2026-03-02T10:00:00Z';
	playStatus(session.root, {...status, apps});
	dashboard.showStatus({...status, apps});
	assert.match(text(), /Making the plan/);
	await shows(/^Migrate: 2 migrations[\s\S]*y run it/);
});

const locks = {
	...{code: 'DL009', message: 'Makes an index on 2 rows.', safer: 'Write it concurrently.'},
	way: {id: 'split-migration', command: 'quarterdeck splitmigration auth 0002_permissions'},
};

/** A plan of which one migration locks a table. */
function openLocking(t: test.TestContext, more = {}) {
	const apps = structuredClone(tutorialStatus({root: '/'}).apps);
	const {migrations} = apps.find(({label}) => label === 'auth')!;
	migrations.push({name: '0009_index', applied: null, warnings: [locks as never]});
	return openPlan(t, more, [], {apps});
}

test('w writes the safer way of a hazard, and shows the plan of what it wrote', async t => {
	const {press, shows, text} = openLocking(t);
	await shows(/y run it {3}w write the safer way {3}r rehearse {3}Esc cancel/);
	press('w');
	assert.match(text(), /Writing the safer way …/);
	await shows(
		/Written: auth\/migrations\/0009_index\.ts\n.*Written: auth\/migrations\/0009_index_indexes\.ts\n[\s\S]*auth\.0009_index_indexes/,
	);
	assert.doesNotMatch(text(), /w write the safer way/);
	press('w');
	assert.match(text(), /y run it {3}r rehearse {3}Esc cancel/, 'there is nothing more to write');
});

test('w shows why nothing was written', async t => {
	const {press, shows} = openLocking(t, {isApplied: true});
	await shows(/w write the safer way/);
	press('w');
	await shows(/auth\.0009_index is applied\.[\s\S]*r plan again/);
});
