import assert from 'node:assert/strict';
import test from 'node:test';
import {launchRunner} from '../../../source/server/control/launch-runner.ts';
import {acquireServerLock, releaseServerLock} from '../../../source/server/control/server-lock.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a runner that finds another one running gives way', async t => {
	const root = temporaryFolder(t);
	assert.ok(acquireServerLock(root));
	t.after(() => releaseServerLock(root));
	assert.equal(await launchRunner(root, {operator: 'ada'}), false);
});

test('a runner that exits without a reason is an error with its exit code', async t => {
	const exit = `data:text/javascript,${encodeURIComponent('process.exit(7)')}`;
	const environment = {...process.env, NODE_OPTIONS: `--import=${exit}`};
	await assert.rejects(launchRunner(temporaryFolder(t), {operator: 'ada', environment}), {
		code: 'runner-died',
		message: /\b7\b/,
	});
});
