import assert from 'node:assert/strict';
import test from 'node:test';
import {MigrateDialog} from '../../../source/dashboard/migrate/plan-dialog.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {until} from '../../support/wait.ts';

function openPlan(t: test.TestContext, more = {}, words: string[] = [], part = {}) {
	const root = standInProject(t);
	const status = tutorialStatus({root, ...part});
	playStatus(root, status, more);
	const opened = dashboardInMemory(t, status, {root});
	new MigrateDialog(opened.session, words).open();
	const shows = (wanted: RegExp) => until(`it shows ${wanted}`, () => wanted.test(opened.text()));
	return {...opened, shows};
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
