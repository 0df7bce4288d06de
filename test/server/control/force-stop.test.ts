import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test from 'node:test';
import {forceStopServer} from '../../../source/server/control/force-stop.ts';
import {acquireServerLock, releaseServerLock} from '../../../source/server/control/server-lock.ts';
import {newServerRecord, writeServerRecord} from '../../../source/server/control/server-state.ts';
import {identify} from '../../../source/system/process-identity.ts';
import {temporaryFolder} from '../../support/project.ts';

const operator = 'ada';

test('nothing is ended if no server is running', async t => {
	assert.equal(await forceStopServer(temporaryFolder(t), {operator}), false);
});

test('an unresponsive server is ended with its children, if its record tells which processes they are', async t => {
	const root = temporaryFolder(t);
	assert.ok(acquireServerLock(root));
	t.after(() => releaseServerLock(root));
	await assert.rejects(forceStopServer(root, {operator}), {code: 'server-unknown'});

	const [runner, child] = [1, 2].map(() => spawn('sleep', ['600']));
	t.after(() => [runner, child].map(each => each!.kill('SIGKILL')));
	const ends = [runner, child].map(each => new Promise(resolve => each!.once('exit', resolve)));
	const of = {runId: 'r1', generation: 1, operator, host: '127.0.0.1', port: 8000};
	writeServerRecord(root, {
		...newServerRecord(of),
		runner: identify(runner!.pid!),
		children: [identify(child!.pid!)],
	});
	assert.equal(await forceStopServer(root, {operator}), true);
	await Promise.all(ends);
});
