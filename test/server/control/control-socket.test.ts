import assert from 'node:assert/strict';
import {once} from 'node:events';
import {chmodSync, existsSync, mkdirSync, statSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	type ControlRequest,
	controlSocketPath,
	ensurePrivate,
	longestMessage,
	serveControl,
} from '../../../source/server/control/control-socket.ts';
import {temporaryFolder} from '../../support/project.ts';
import {sendControl} from '../../support/server.ts';

async function served(t: TestContext, root = temporaryFolder(t)) {
	const heard: ControlRequest[] = [];
	const control = await serveControl(root, async request => {
		heard.push(request);
		return {ok: true};
	});
	t.after(() => control.close());
	return {root, heard, file: control.path, close: control.close};
}

test('a command is dropped if nobody waits for its answer any more, whatever the clock says', async t => {
	const {file, heard} = await served(t);
	const stop = {v: 1, command: 'stop', by: 'me'};
	t.mock.timers.enable({apis: ['Date'], now: 1_000_000});
	assert.deepEqual(await sendControl(file, stop), {ok: true});
	t.mock.timers.setTime(4_000_000_000_000);
	assert.deepEqual(await sendControl(file, stop), {ok: true});
	const givenUp = connect(file);
	givenUp.end(`${JSON.stringify(stop)}\n`).resume();
	await once(givenUp, 'close');
	assert.equal(heard.length, 2);
});

test('invalid JSON, another version and messages that are too long are dropped', async t => {
	const {file, heard} = await served(t);
	await assert.rejects(sendControl(file, 'no JSON'));
	await assert.rejects(sendControl(file, {v: 99, by: ''}));
	await assert.rejects(sendControl(file, {v: 1, by: 'x'.repeat(longestMessage)}));
	assert.deepEqual(heard, []);
});

test('only its owner can connect, even if the path is too long for a socket', async t => {
	const near = await served(t);
	assert.equal(statSync(near.file).mode & 0o777, 0o600);
	const root = path.join(
		temporaryFolder(t),
		'one folder in another, '.repeat(5),
		'příliš\nhluboko',
	);
	mkdirSync(root, {recursive: true});
	const deep = await served(t, root);
	assert.ok(controlSocketPath(root).length < 100);
	assert.equal(statSync(path.dirname(deep.file)).mode & 0o077, 0);
	const asked = {v: 1, command: 'status', by: ''};
	assert.deepEqual(await sendControl(deep.file, asked), {ok: true});
	await deep.close();
	assert.equal(existsSync(deep.file), false);
});

test('a folder that other users can access is refused', t => {
	const folder = path.join(temporaryFolder(t), 'shared');
	ensurePrivate(folder);
	chmodSync(folder, 0o755);
	assert.throws(() => ensurePrivate(folder), /Other users can access the folder/);
});
