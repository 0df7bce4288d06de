import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {withFile} from '../../support/migration-on-screen.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const applied = '2026-03-02T10:00:00Z';
const text = 'export class Kept extends Migration {}';

test('a migration without its file shows the text from when it was applied', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	Object.assign(status.apps[0]!.migrations[0]!, {applied, missingFile: true});
	playStatus(root, status);
	mkdirSync(path.join(root, '.quarterdeck'));
	const lines = ['older', text].map(text => ({migration: 'auth.0001_initial', hash: 'h', text}));
	writeFileSync(
		path.join(root, '.quarterdeck/applied.ndjson'),
		`${[...lines, {...lines[0], migration: 'auth.0001_initial2'}].map(line => `${JSON.stringify(line)}\n`).join('')}{"migr`,
	);
	const {press, frame, shows} = await mountDashboard(t, status, {root});
	await press('j\r');
	assert.match(frame(), /The file of this migration is missing\. Restore it to see this\./);
	await press('\t');
	assert.match(frame(), /\[SQL down\][\s\S]*The file of this migration is missing\./);
	await press('\t');
	assert.match(frame(), /The file is missing\. Its content when it was applied:/);
	assert.ok(frame().includes(text));
	assert.doesNotMatch(frame(), /e edit|older/);
	await press('\t');
	assert.match(frame(), /\[Difference\][\s\S]*The file of this migration is missing\./);
	rmSync(path.join(root, '.quarterdeck'), {recursive: true});
	await press('\u001B', '\r', '\t\t');
	await shows('This migration has no file.');
});

test('a migration that is deleted meanwhile leaves its text and the keys', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	const file = path.join(root, '0001_initial.ts');
	writeFileSync(file, text);
	status.apps[0]!.migrations[0]!.path = file;
	const {press, frame, shows, dashboard, sent} = await mountDashboard(t, status, {root});
	await press('j\r');
	await shows('create table');
	assert.match(frame(), /e edit/);
	rmSync(file);
	dashboard.showStatus(tutorialStatus({root, apps: tutorialStatus().apps.slice(1)}));
	await shows(/auth\.0001_initial[\s\S]*create table/);
	assert.doesNotMatch(frame(), /e edit/);
	await press('e', '\t\t');
	await shows('This migration has no file.');
	assert.deepEqual(sent, []);
	await press('\u001B');
	assert.equal(dashboard.session.view.snapshot().dialogs.length, 0);
	assert.equal(dashboard.session.view.snapshot().selected, 'sessions');
});

test('removed and added lines of a difference are coloured', async t => {
	const root = standInProject(t);
	const look = {colour: true, unicode: true};
	const {press, shows, raw} = await mountDashboard(t, tutorialStatus({root}), {root, look});
	await press('j\r', '\u001B[D');
	await shows('- create table `profil`');
	assert.match(raw(), /\u001B\[31m- create table `profil`/);
	assert.match(raw(), /\u001B\[32m\+ create table `profile`/);
});

test('the dialog shows what the detail has read, and reads it again once the file was edited', async t => {
	const {root, status, file} = withFile(t);
	const {press, frame, shows, dashboard} = await mountDashboard(t, status, {root});
	const processes = () => readFileSync(path.join(root, 'previewed.txt'), 'utf8').match(/\d+\n/g)!;
	await press('j');
	await shows(/SQL up[\s\S]*create table[\s\S]*SQL down[\s\S]*drop table/);
	assert.equal(processes().length, 2);
	await press('\r');
	assert.match(frame(), /┃ create table/, 'at once');
	await press('\t\t');
	assert.match(frame(), /export class Initial/);
	writeFileSync(file, text);
	playStatus(root, status, {sql: ['create table `other` (`id` integer);']});
	dashboard.showStatus({...status});
	await shows(text);
	await press('\t\t');
	await shows('create table `other`');
});
