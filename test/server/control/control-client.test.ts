import assert from 'node:assert/strict';
import {createServer} from 'node:net';
import test from 'node:test';
import {ensureStateFolder} from '../../../source/runs/state-folder.ts';
import {ask} from '../../../source/server/control/control-client.ts';
import {controlSocketPath, serveControl} from '../../../source/server/control/control-socket.ts';
import {newServerRecord, writeServerRecord} from '../../../source/server/control/server-state.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a command reaches the server with its operator and run, and gets an answer', async t => {
	const root = temporaryFolder(t);
	const control = await serveControl(root, async ({command, by, runId}) => ({
		ok: command === 'stop' && by === 'ada' && runId === 'r1',
	}));
	t.after(() => control.close());
	assert.deepEqual(await ask(root, {command: 'stop', by: 'ada', runId: 'r1'}, 60_000), {ok: true});
});

test('without a server the answer is `absent`, and from a server that does not answer `silent`', async t => {
	const root = temporaryFolder(t);
	assert.equal(await ask(root, {command: 'status', by: ''}, 60_000), 'absent');
	ensureStateFolder(root);
	const silent = createServer().listen(controlSocketPath(root));
	await new Promise(resolve => silent.once('listening', resolve));
	t.after(() => silent.close());
	assert.equal(await ask(root, {command: 'status', by: ''}, 50), 'silent');
});

test('a server that closes the connection without an answer is `absent`', async t => {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	const dying = createServer(connection => connection.resume().end('{')).listen(
		controlSocketPath(root),
	);
	await new Promise(resolve => dying.once('listening', resolve));
	t.after(() => dying.close());
	assert.equal(await ask(root, {command: 'status', by: ''}, 60_000), 'absent');
});

test('a record without a socket, of a runner that ended as it started, is no error', async t => {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	const of = {runId: 'r1', generation: 1, operator: 'ada', host: '127.0.0.1', port: 8000};
	writeServerRecord(root, newServerRecord(of));
	assert.equal(await ask(root, {command: 'status', by: ''}, 60_000), 'absent');
});
