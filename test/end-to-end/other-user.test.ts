import assert from 'node:assert/strict';
import {chmodSync, chownSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ensureStateFolder} from '../../source/runs/state-folder.ts';
import {objects} from '../support/command.ts';
import {quarterdeckAsNobody} from '../support/other-user.ts';
import {copyFixture} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';

const options = {skip: skipWithout('root', process.getuid?.() === 0)};

test('the state of another user is reported as unknown, not as empty', options, async t => {
	const root = copyFixture(t, 'tutorial');
	const state = ensureStateFolder(root);
	writeFileSync(path.join(state, 'server.log'), 'a secret of root\n');
	const environment = {XDG_CACHE_HOME: '/nowhere'};
	const sentence = `The folder ${state} belongs to root and cannot be read.`;

	const seen = await quarterdeckAsNobody(root, ['status', '--json'], environment);
	assert.equal(seen.code, 1, seen.stderr);
	const [status, error] = objects(seen);
	assert.deepEqual(status.server, {state: 'unknown', reason: sentence});
	const command = 'sudo -u root quarterdeck status';
	const hint = `Look as its owner: ${command}`;
	const ways = [{id: 'read-as-owner', command}];
	assert.deepEqual(status.problems, [{code: 'state-unreadable', message: sentence, hint, ways}]);
	assert.equal(error.code, 'state-unreadable');
	assert.equal(status.unapplied, 2, 'what can be read is shown');

	const log = await quarterdeckAsNobody(root, ['log'], environment);
	assert.deepEqual({...log}, {code: 1, stdout: '', stderr: `Error: ${sentence}\n${hint}\n`});
	// A folder that may be looked into, with a lock that may not.
	chmodSync(state, 0o755);
	writeFileSync(path.join(state, 'server.lock'), '', {mode: 0o600});
	const text = await quarterdeckAsNobody(root, ['status'], environment);
	assert.match(text.stdout, /Server: unknown, The folder .* belongs to root and cannot be read\./);
	assert.doesNotMatch(text.stdout, /stopped/);
});

test('a server is refused in a folder that cannot be written', options, async t => {
	const root = copyFixture(t, 'tutorial');
	chmodSync(root, 0o755);
	const {code, stderr} = await quarterdeckAsNobody(root, ['runserver', '--detach', '0']);
	assert.equal(code, 1);
	assert.match(stderr, /Error: The folder \/.*\/tutorial cannot be written \(EACCES\)\.\n/);
	assert.doesNotMatch(stderr, /\n {4}at /);
});

test('a user trusts root’s project, and no third one’s', options, async t => {
	const root = copyFixture(t, 'tutorial');
	const environment = {XDG_CACHE_HOME: '/nowhere', SUDO_UID: '1'};
	const ofRoot = await quarterdeckAsNobody(root, ['showmigrations'], environment);
	assert.equal(ofRoot.code, 0, ofRoot.stderr);
	chownSync(path.join(root, 'settings.ts'), 1, 1);
	const ofAnother = await quarterdeckAsNobody(root, ['showmigrations'], environment);
	assert.equal(ofAnother.code, 1);
	assert.match(ofAnother.stderr, /^Error: .*settings\.ts belongs to daemon, and opening/);
});
