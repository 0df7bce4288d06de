import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import type {Project} from '../../source/project/project.ts';
import {serverLogPath} from '../../source/server/control/log-file.ts';
import {reportOfCommand} from '../../source/users/auth-log.ts';
import {temporaryFolder} from '../support/project.ts';

const projectWith = (root: string, onEvent: () => Promise<void>) =>
	({root, settings: {auth: {onEvent}}}) as unknown as Project;

test('a hook that never resolves is left, and the log says so in one line', async t => {
	const root = temporaryFolder(t);
	const project = projectWith(root, () => new Promise(() => {}));
	await reportOfCommand(project, 'password-reset', 'ada', async () => {});
	const lines = readFileSync(serverLogPath(root), 'utf8').trimEnd().split('\n');
	assert.equal(lines.length, 2);
	assert.match(lines[0]!, /^auth: password reset for "ada" by /);
	assert.equal(lines[1], 'auth: onEvent was not waited for any longer than 5 seconds');
});

test('a hook that throws is one line in the log', async t => {
	const root = temporaryFolder(t);
	const project = projectWith(root, () => Promise.reject(new Error('no mail')));
	await reportOfCommand(project, 'password-reset', 'ada');
	assert.match(
		readFileSync(serverLogPath(root), 'utf8'),
		/\nauth: onEvent failed: Error: no mail\n$/,
	);
});
