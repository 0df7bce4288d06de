import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {fileToEdit} from '../../../source/dashboard/actions/files.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {withFile} from '../../support/migration-on-screen.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('a plan shows its SQL, and scrolls in a low window', async t => {
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

test('a data loss needs the typed name of the database', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	status.apps[0]!.migrations[0]!.warnings.push({code: 'DL002', message: 'Drops a column.'});
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

test('a plan that loses data in production gives both reasons at every size', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root, environment: 'production'});
	status.apps[0]!.migrations[0]!.warnings.push({code: 'DL002', message: 'Drops a column.'});
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

test('the form has the fields of the project’s own user entity', async t => {
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

test('a low window shows one field at a time', async t => {
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

test('the palette finds an action by some letters and runs whole command lines', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':superu');
	assert.match(mounted.frame(), /› u +create a superuser/);
	await mounted.press('\u0015check --deploy\r');
	await mounted.shows('You ran check --deploy');
	await mounted.shows('✓ done');
});

test('Enter opens a migration: SQL up, SQL down, file, difference', async t => {
	const {root, status} = withFile(t);
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('j\r');
	await mounted.shows(/SQL up\][\s\S]*create table `profile`[\s\S]*e edit/);
	await mounted.press('\t');
	await mounted.shows('drop table `profile`');
	await mounted.press('\t\t');
	await mounted.shows('- create table `profil`');
	await mounted.press('c');
	await mounted.shows('Copied Difference (3 lines)');
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

test('u before a migrate shows what is unapplied, and the key', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('u');
	await mounted.shows(/┃ You have 3 unapplied migration\(s\)\. +┃/);
	await mounted.shows('M migrate   Esc close');
});

test('a search in a narrow window shows its sign and its text', async t => {
	const mounted = await mountDashboard(t, tutorialStatus(), {columns: 30, rows: 8});
	await mounted.press('3/req');
	assert.match(mounted.frame(), /^ \/req _+ *$/m);
});
