import assert from 'node:assert/strict';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openDashboard, playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {temporaryFolder} from '../support/project.ts';

test('without a project the error is on the normal screen', async t => {
	const terminal = openDashboard(t, temporaryFolder(t));
	assert.equal((await terminal.exited).exitCode, 1);
	assert.equal(terminal.buffer(), 'normal');
	assert.match(terminal.screen(), /Error: No project here or in any parent folder\./);
	assert.match(terminal.screen(), /startproject bookshop/);
});

test('a closed terminal ends the dashboard', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	terminal.kill('SIGHUP');
	assert.equal((await terminal.exited).exitCode, 129);
	assert.equal(terminal.buffer(), 'normal');
	assert.equal(
		existsSync(path.join(root, '.quarterdeck/operators', `${terminal.pid}.json`)),
		false,
	);
});

test('^C asks when something runs, and the second one quits', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, server: {state: 'running', pid: 1}}));
	const terminal = openDashboard(t, root);
	await terminal.shows('running');
	terminal.press('\u0003');
	await terminal.shows('Quit?');
	terminal.press('\u0003');
	assert.equal((await terminal.exited).exitCode, 0);
	assert.equal(terminal.buffer(), 'normal');
});

test('the cached status is drawn before the project is read', async t => {
	const root = standInProject(t);
	const first = openDashboard(t, root, {columns: 80, rows: 24});
	await first.shows('3 unapplied');
	first.press('d');
	await first.exited;
	mkdirSync(path.join(root, '.quarterdeck'), {recursive: true});
	const kept = tutorialStatus({root, project: 'yesterday'});
	writeFileSync(path.join(root, '.quarterdeck/status.json'), JSON.stringify(kept));
	const second = openDashboard(t, root, {columns: 80, rows: 24});
	await second.shows('tutorial');
	const raw = second.raw();
	assert.ok(raw.indexOf('yesterday') >= 0 && raw.indexOf('as of') >= 0);
	await second.hides('as of');
});

test('nothing is written while nothing changes', async t => {
	const root = standInProject(t);
	const folder = path.join(root, '.quarterdeck');
	mkdirSync(folder);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	await terminal.waitFor(() => terminal.raw().includes('\u001B[?2004h'), 'keys to be read');
	// Nobody tells of a file that was not there: a look each second finds it.
	writeFileSync(path.join(folder, 'server.log'), 'a line of the log\n');
	await terminal.shows('a line of the log');
	const before = terminal.raw().length;
	const run = {at: new Date(), run: 'x', command: 'check', operator: 'ann', host: 'web-1'};
	const entry = {...run, exitCode: 0, milliseconds: 12, summary: 'no problems'};
	writeFileSync(path.join(folder, 'history.ndjson'), `${JSON.stringify(entry)}\n`);
	await terminal.shows('✓ check  no problems');
	const frames = terminal.raw().slice(before).split('\u001B[?2026h');
	assert.equal(frames.length, 2, 'one for the run, and none in the second before it');
});

test('NO_COLOR leaves no colour', async t => {
	const terminal = openDashboard(t, standInProject(t), {env: {NO_COLOR: '1'}});
	await terminal.shows('3 unapplied');
	terminal.press(':');
	await terminal.shows('Commands');
	assert.match(terminal.raw(), /\u001B\[7m \u001B\[(?:27)?m/, 'the cursor of a field is seen');
	assert.doesNotMatch(terminal.raw().replace(/\u001B\[2?7m/g, ''), /\u001B\[[0-9;]*[1-9][0-9;]*m/);
});

test('a locale without UTF-8 gets ASCII', async t => {
	const env = {LANG: 'C', LC_ALL: 'C'};
	const terminal = openDashboard(t, standInProject(t), {env});
	await terminal.shows('3 unapplied');
	assert.match(terminal.screen(), /^[\u0020-\u007E\n]*$/);
});

test('a paste outside a field is dropped with a notice', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	terminal.press('\u001B[200~My\u001B[201~');
	await terminal.shows('Ignored a paste outside a text field.');
	await terminal.shows('3 unapplied');
});
