import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {fileToEdit} from '../../../source/dashboard/actions/files.ts';
import {splitWords} from '../../../source/dashboard/commands/command-words.ts';
import {flagFor} from '../../../source/dashboard/make/question-form.ts';
import type {Question} from '../../../source/runs/events.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('m previews and writes nothing before y', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('m');
	await mounted.shows('accounts/migrations/0001_initial.ts');
	await mounted.shows('+ Create entity Profile');
	await mounted.press('\u001B');
	await mounted.press('m');
	await mounted.shows('y write it');
	await mounted.press('y');
	await mounted.shows('✓ accounts/migrations/0001_initial.ts');
	assert.equal(mounted.dashboard.session.changes.get('migration written'), 1);
});

test('where an app has two leaves, m merges them', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	status.apps[0]!.conflict = ['0002_one', '0002_two'];
	const mounted = await mountDashboard(t, status, {root});
	await mounted.shows('auth has two leaf migrations: press m to merge them');
	await mounted.press('m');
	await mounted.shows('Make migrations --merge');
});

test('M names the two leaves, and m merges them from there', async t => {
	const root = standInProject(t, {conflict: true});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('M');
	await mounted.shows('Conflicting migrations detected');
	await mounted.shows('m merge   r plan again   Esc close');
	await mounted.press('m');
	await mounted.shows('Make migrations --merge');
});

test('an answer becomes the flag of the next try', () => {
	const rename: Question = {
		type: 'question',
		id: 'accounts.profile.bio',
		kind: 'rename-property',
		text: 'Was profile.bio renamed to profile.about?',
		choices: ['about', 'notes', 'removed'],
		flag: '--rename accounts.profile.bio=about',
	};
	assert.deepEqual(flagFor(rename, 1), ['--rename', 'accounts.profile.bio=notes']);
	assert.deepEqual(flagFor(rename, 2), ['--rename', 'accounts.profile.bio=']);
	const value: Question = {
		...rename,
		kind: 'one-off-default',
		choices: [],
		flag: '--default accounts.profile.city=SQL',
	};
	assert.deepEqual(flagFor(value, 0, "'Bonn'"), ['--default', "accounts.profile.city='Bonn'"]);
});

test('the plan shows its SQL and scrolls in a low window', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root, columns: 40, rows: 12});
	await mounted.press('M');
	await mounted.shows('create table `auth_table`');
	await mounted.shows('y run it');
	assert.doesNotMatch(mounted.frame(), /sessions\.0001_initial/);
	await mounted.press('G');
	assert.match(mounted.frame(), /sessions\.0001_initial/);
	assert.match(mounted.frame(), /rows \d+-\d+ of \d+/);
});

test('data is lost only for who types the name of the database', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	status.apps[0]!.migrations[0]!.warnings.push('Drops a column.');
	playStatus(root, status);
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('M');
	await mounted.shows('Type the database name');
	await mounted.press('y');
	await mounted.press('\r');
	assert.match(mounted.frame(), /Type the database name/);
	await mounted.press('\u0015db.sqlite3\r');
	await mounted.shows('3 of 3 done');
});

test('in production nothing runs before the name of the database is typed', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root, environment: 'production'});
	playStatus(root, status);
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('M');
	await mounted.shows('This is PRODUCTION. Type the database name');
	assert.doesNotMatch(mounted.frame(), /Data will be lost/);
	await mounted.press('y');
	await mounted.press('\r');
	assert.match(mounted.frame(), /Type the database name/);
	await mounted.press('\u007Fdb.sqlite3\r');
	await mounted.shows('3 of 3 done');
});

test('a plan that loses data in production says both, also where there is little room', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root, environment: 'production'});
	status.apps[0]!.migrations[0]!.warnings.push('Drops a column.');
	playStatus(root, status);
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('M');
	await mounted.shows('Data will be lost. This is PRODUCTION. Type the database name to continue:');
	await mounted.resize(60, 18);
	await mounted.shows(/Data will be lost\.[\s\S]*This is PRODUCTION\.[\s\S]*Database name:/);
});

test('the form shows errors under their fields and never a password', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, unapplied: 0}));
	const mounted = await mountDashboard(t, tutorialStatus({root, unapplied: 0}), {root});
	await mounted.press('u');
	await mounted.shows('[ann');
	await mounted.press('\t\tabc');
	await mounted.shows(/\[\*\*\*/);
	await mounted.shows('✗ This password is too short.');
	assert.doesNotMatch(mounted.frame(), /\[abc/);
	await mounted.press('\u001B');
	await mounted.hides('Create superuser');
});

test('the form asks what the project’s own entity of users demands', async t => {
	const root = standInProject(t);
	const form = {
		usernameLabel: 'Email address',
		asksEmail: false,
		questions: [{name: 'phone', label: 'Phone'}],
	};
	playStatus(root, tutorialStatus({root, unapplied: 0}), {form});
	const mounted = await mountDashboard(t, tutorialStatus({root, unapplied: 0}), {root});
	await mounted.press('u');
	await mounted.shows(/Email address +\[ann[\s\S]*Phone[\s\S]*Password[\s\S]*Again/);
	assert.doesNotMatch(mounted.frame(), /E-mail/);
	await mounted.press('\t555\tlong enough 42\tlong enough 42\t');
	await mounted.shows(/Phone +\[555/);
	await mounted.press('\r');
	await mounted.shows('Superuser created successfully.');
});

test('one field at a time in a low window', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, unapplied: 0}));
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root, columns: 40, rows: 12});
	await mounted.press('u');
	await mounted.shows('field 1 of 4');
	await mounted.press('\t');
	await mounted.shows('field 2 of 4');
	// Ends the process that checks the form.
	await mounted.press('\u001B');
	await mounted.hides('field 2 of 4');
});

test('q leaves at once when nothing runs, and asks when the server does', async t => {
	const idle = await mountDashboard(t, tutorialStatus());
	await idle.press('q');
	assert.equal(idle.left(), true);
	const busy = await mountDashboard(t, tutorialStatus({server: {state: 'running', pid: 1}}));
	await busy.press('q');
	assert.match(busy.frame(), /stop the server and quit/);
	await busy.press('\r');
	assert.equal(busy.left(), false);
	await busy.press('qd');
	assert.equal(busy.left(), true);
});

test('help lists the keys of the focused pane, and filters', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('3?');
	assert.match(mounted.frame(), /Help: Server log/);
	assert.match(mounted.frame(), /follow the log on \/ off/);
	await mounted.press('/wrap\r');
	assert.match(mounted.frame(), /wrap long lines/);
	assert.doesNotMatch(mounted.frame(), /follow the log/);
});

test('the palette finds an action by some letters and runs whole command lines', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':superu');
	assert.match(mounted.frame(), /▸ u +create a superuser/);
	await mounted.press('\u0015check --deploy\r');
	await mounted.shows('You ran check --deploy');
	await mounted.shows('✓ done');
});

test('words are split as a shell splits them', () => {
	assert.deepEqual(splitWords(`migrate "my app" 'a b' c`), ['migrate', 'my app', 'a b', 'c']);
});

test('Enter opens a migration: SQL up, SQL down, file, what was changed since it ran', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('j\r');
	await mounted.shows('create table `profile`');
	await mounted.press('\t');
	await mounted.shows('drop table `profile`');
	await mounted.press('\t\t');
	await mounted.shows('- create table `profil`');
	await mounted.press('c');
	await mounted.shows('Copied Difference (3 lines)');
});

test('Enter tells the whole of a problem that has no room in its pane', async t => {
	const message = Array.from({length: 60}, (_, index) => `reason${index}`).join(' ');
	const problems = [{code: 'settings-invalid', message, hint: 'Mend settings.ts.'}];
	const mounted = await mountDashboard(t, tutorialStatus({problems}), {columns: 40, rows: 12});
	assert.doesNotMatch(mounted.frame(), /reason59/);
	await mounted.press('\r', 'G');
	assert.match(mounted.frame(), /reason59.*Mend settings\.ts\./s);
});

test('a key that cannot do anything now says why', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('r');
	assert.match(mounted.frame(), /The server is not running: press s to start it\./);
});

test('a burst of keys moves the selection that often', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('jjj');
	assert.equal(mounted.dashboard.session.view.snapshot().selected, 'sessions');
	await mounted.press('\u001B[D');
	assert.match(mounted.frame(), /▸▸ sessions/);
});

test('a migration’s file is where the status says, also outside of its app’s folder', async t => {
	const root = standInProject(t);
	const file = path.join(root, 'elsewhere.ts');
	writeFileSync(file, 'export default class Initial {}\n');
	const status = tutorialStatus({root});
	status.apps[0]!.migrations[0]!.path = file;
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('j');
	assert.deepEqual(fileToEdit(mounted.dashboard), {file});
	await mounted.press('\r', '\u001B[Z', '\u001B[Z');
	await mounted.shows('export default class Initial {}');
	await mounted.press('\u001B', 'j');
	await mounted.hides('export default');
	assert.equal(fileToEdit(mounted.dashboard), undefined);
});

test('u before migrate shows what is unapplied, and the key', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('u');
	await mounted.shows(/┃ You have 3 unapplied migration\(s\)\. +┃/);
	await mounted.shows('M migrate   Esc close');
});

test('where no colour is wanted, commands are not told to use some', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':', 'tell-colour now\r');
	await mounted.shows('FORCE_COLOR is undefined');
});

test('a search in a narrow window keeps its sign and shows what is typed', async t => {
	const mounted = await mountDashboard(t, tutorialStatus(), {columns: 30, rows: 8});
	await mounted.press('3/req');
	assert.match(mounted.frame(), /^ \/req _+ *$/m);
});
