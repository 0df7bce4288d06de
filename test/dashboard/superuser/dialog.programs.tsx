import assert from 'node:assert/strict';
import {userInfo} from 'node:os';
import test from 'node:test';
import {readHistory} from '../../../source/runs/history.ts';
import {readRuns} from '../../../source/runs/live-runs.ts';
import {tutorialProject} from '../../support/application.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {cliFile} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {until} from '../../support/wait.ts';

test('the real form checks every rule while typing, and creates the user on Create', async t => {
	const root = tutorialProject(t);
	await runCommand(root, 'migrate');
	const mounted = await mountDashboard(t, tutorialStatus({root, unapplied: 0}), {
		root,
		cli: cliFile,
	});
	const {press, shows, hides, frame} = mounted;
	await press('u');
	await shows(`[${userInfo().username} _`);
	assert.deepEqual(readRuns(root), [], 'nothing runs while it is filled in');
	await press('12345\t\t12345\t1');
	await shows("Your passwords didn't match.");
	const text = frame().replace(/[┃│\s]+/g, ' ');
	for (const rule of [
		'The password is too similar to the username.',
		'This password is too short. It must contain at least 8',
		'This password is too common.',
		'This password is entirely numeric.',
	]) {
		assert.ok(text.includes(rule), rule);
	}
	await press('\u001B');
	await hides('Create superuser');
	await press('q');
	assert.equal(mounted.left(), true, 'q asks about nothing');
	assert.deepEqual(readHistory(root), []);

	await press('u');
	await shows('[');
	await press('ann\t\tcanary horse 42\tcanary horse 42\t\r');
	await shows('Superuser created successfully.');
	await press('\r', 'u');
	await shows('[');
	await press('bob\t\t1\t1');
	await shows('save anyway');
	await press('\t', '\r', '\r');
	await shows('› Password');
	assert.match(frame(), /\[ \] save anyway/, 'Enter does not tick it');
	await press('\u0015canary horse 43', '\t', '\u0015canary horse 43', '\r');
	await shows('Superuser created successfully.');
	const {command, exitCode} = await until('it is in the history', () => readHistory(root)[0]);
	assert.deepEqual([command, exitCode], ['createsuperuser', 0]);
});
