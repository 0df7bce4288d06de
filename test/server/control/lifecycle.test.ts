import assert from 'node:assert/strict';
import {createServer} from 'node:net';
import test, {type TestContext} from 'node:test';
import {ensureStateFolder} from '../../../source/runs/state-folder.ts';
import {
	type ControlRequest,
	controlSocketPath,
	serveControl,
} from '../../../source/server/control/control-socket.ts';
import {
	lastActionOf,
	readServerStatus,
	restartServer,
	startServer,
	stopServer,
} from '../../../source/server/control/lifecycle.ts';
import {acquireServerLock, releaseServerLock} from '../../../source/server/control/server-lock.ts';
import {newServerRecord, writeServerRecord} from '../../../source/server/control/server-state.ts';
import {temporaryFolder} from '../../support/project.ts';

const operator = 'ada';

/** A folder whose server's lock this process holds until the test ends. */
function lockedFolder(t: TestContext): string {
	const root = temporaryFolder(t);
	assert.ok(acquireServerLock(root));
	t.after(() => releaseServerLock(root));
	return root;
}

function recordWith(state: 'running' | 'stopped', address?: string) {
	const of = {runId: 'r1', generation: 1, operator: 'grace', host: '127.0.0.1', port: 8000};
	return {...newServerRecord(of), state, address};
}

test('without a lock the server is stopped, whatever its last record says', async t => {
	const root = temporaryFolder(t);
	assert.deepEqual(await readServerStatus(root), {state: 'stopped'});
	ensureStateFolder(root);
	writeServerRecord(root, recordWith('running', '8001'));
	assert.deepEqual(await readServerStatus(root), {state: 'stopped', address: '8001'});
});

test('a running server gives its status, and stop and restart name the run that they mean', async t => {
	const root = lockedFolder(t);
	const record = recordWith('running');
	const requests: ControlRequest[] = [];
	const control = await serveControl(root, async request => {
		requests.push(request);
		if (request.command === 'stop') releaseServerLock(root);
		return {ok: true, record};
	});
	t.after(() => control.close());
	assert.equal((await readServerStatus(root)).operator, 'grace');
	assert.equal((await startServer(root, {operator})).started, false);
	assert.equal((await restartServer(root, {operator})).state, 'running');
	assert.equal(await stopServer(root, {operator}), true);
	const orders = requests.filter(({command}) => command !== 'status');
	assert.deepEqual(
		orders.map(({command, by, runId}) => [command, by, runId]),
		[
			['restart', 'ada', 'r1'],
			['stop', 'ada', 'r1'],
		],
	);
});

test('a server that does not answer is unresponsive, and can neither be started nor stopped', async t => {
	const root = lockedFolder(t);
	const silent = createServer(connection => t.after(() => connection.destroy()));
	silent.listen(controlSocketPath(root));
	await new Promise(resolve => silent.once('listening', resolve));
	t.after(() => silent.close());
	assert.equal((await readServerStatus(root)).state, 'unresponsive');
	await assert.rejects(startServer(root, {operator}), {code: 'server-unresponsive'});
	await assert.rejects(stopServer(root, {operator}), {code: 'server-unresponsive'});
});

test('stopping no server does nothing; restarting none is refused', async t => {
	const root = temporaryFolder(t);
	assert.equal(await stopServer(root, {operator}), false);
	await assert.rejects(restartServer(root, {operator}), {code: 'server-stopped'});
});

test('the last command is read from the record', t => {
	const root = temporaryFolder(t);
	assert.equal(lastActionOf(root), undefined);
	ensureStateFolder(root);
	const lastAction = {command: 'stop', by: 'ada', at: '2026-11-24T22:13:12.000Z'};
	writeServerRecord(root, {...recordWith('stopped'), lastAction});
	assert.deepEqual(lastActionOf(root), lastAction);
});
