import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialProject} from '../../support/application.ts';
import {runCommand} from '../../support/run-command.ts';

test('unlocklogin needs a name or an address', async t => {
	const root = tutorialProject(t);
	await assert.rejects(runCommand(root, 'unlocklogin'), {code: 'usage', exitCode: 2});
	await assert.rejects(runCommand(root, 'unlocklogin', [], {ip: 'x'}), {code: 'usage'});
});

test('unlocklogin says when there was nothing to forget', async t => {
	const root = tutorialProject(t);
	await runCommand(root, 'migrate');
	const {events} = await runCommand(root, 'unlocklogin', ['nobody']);
	assert.equal(events.at(-1).text, 'There were no failed logins.');
});
