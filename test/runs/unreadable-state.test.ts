import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {ensureStateFolder} from '../../source/runs/state-folder.ts';
import {whyStateIsUnreadable} from '../../source/runs/unreadable-state.ts';
import {openStatus} from '../../source/status/collect.ts';
import {tutorialProject} from '../support/application.ts';
import {denyAccess} from '../support/denied-access.ts';
import {temporaryFolder} from '../support/project.ts';
import {runCommand} from '../support/run-command.ts';

const owner = os.userInfo().username;
const command = `sudo -u ${owner} quarterdeck status`;

test('a state folder that is readable or missing is no problem', t => {
	const root = temporaryFolder(t);
	assert.equal(whyStateIsUnreadable(root), undefined);
	ensureStateFolder(root);
	assert.equal(whyStateIsUnreadable(root), undefined);
});

test('the error names the owner and the command for them, also if only the lock is unreadable', t => {
	const root = temporaryFolder(t);
	const state = ensureStateFolder(root);
	const lock = path.join(state, 'server.lock');
	writeFileSync(lock, '');
	denyAccess(t, lock);
	const error = whyStateIsUnreadable(root);
	assert.equal(error?.message, `The folder ${state} belongs to ${owner} and cannot be read.`);
	assert.deepEqual(error?.ways, [{id: 'read-as-owner', command}]);
});

test('the state of another user is reported as unknown, not as empty; the rest is shown', async t => {
	const root = tutorialProject(t);
	const state = ensureStateFolder(root);
	denyAccess(t, state);
	const reason = `The folder ${state} belongs to ${owner} and cannot be read.`;
	const status = await (await openStatus(root)).read();
	assert.deepEqual(status.server, {state: 'unknown', reason});
	assert.deepEqual(
		status.problems.map(({code, message, hint}) => [code, message, hint]),
		[['state-unreadable', reason, `Look as its owner: ${command}`]],
	);
	assert.equal(status.unapplied, 2);
	await assert.rejects(runCommand(root, 'log'), {code: 'state-unreadable', message: reason});
});
