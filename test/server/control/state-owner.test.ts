import assert from 'node:assert/strict';
import {chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	readServerStatus,
	restartServer,
	startServer,
	stopServer,
} from '../../../source/server/control/lifecycle.ts';
import {verifyServerIsOurs, verifyStateIsOurs} from '../../../source/server/control/state-owner.ts';
import {denyAccess} from '../../support/denied-access.ts';
import {nobody} from '../../support/other-user.ts';
import {temporaryFolder} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';

const operator = 'tester';
const isRoot = process.getuid?.() === 0;

function projectWithState(t: TestContext): {root: string; state: string} {
	const root = temporaryFolder(t);
	const state = path.join(root, '.quarterdeck');
	mkdirSync(state, {mode: 0o700});
	return {root, state};
}

const acts = {
	start: (root: string) => startServer(root, {port: 0, operator}),
	stop: (root: string) => stopServer(root, {operator}),
	restart: (root: string) => restartServer(root, {operator}),
};

test('a state file of another version is neither used nor overwritten, and the error says why', async t => {
	const {root, state} = projectWithState(t);
	const file = path.join(state, 'server.json');
	writeFileSync(file, '{"v":99,"state":"running"}');
	for (const act of Object.values(acts)) {
		await assert.rejects(act(root), {
			code: 'state-version',
			exitCode: 1,
			message: `${file} was written by another version of Quarterdeck (format 99).`,
		});
	}
	const status = await readServerStatus(root);
	assert.equal(status.state, 'stopped');
	assert.match(status.reason!, /another version of Quarterdeck \(format 99\)/);
	assert.equal(readFileSync(file, 'utf8'), '{"v":99,"state":"running"}');
});

test('a symbolic link in place of the state folder is refused', async t => {
	const root = temporaryFolder(t);
	symlinkSync('/tmp', path.join(root, '.quarterdeck'));
	await assert.rejects(acts.start(root), /\.quarterdeck is not a folder\./);
});

test('the server of another user’s project cannot be controlled', {
	skip: skipWithout('root', isRoot),
}, async t => {
	const {root, state} = projectWithState(t);
	chownSync(state, nobody, nobody);
	for (const act of Object.values(acts)) {
		await assert.rejects(act(root), {code: 'other-user', exitCode: 1});
	}
});

test('a folder that cannot be written is refused, and so is a project without a state folder', t => {
	const {root, state} = projectWithState(t);
	const other = temporaryFolder(t);
	denyAccess(t, state, other);
	for (const [project, folder] of [
		[root, state],
		[other, other],
	] as const) {
		assert.throws(() => verifyStateIsOurs(project), {
			code: 'state-not-writable',
			message: `The folder ${folder} cannot be written (EACCES).`,
		});
	}
});

test('where nothing can be written, a server is refused, and stopping what does not run is no error', async t => {
	const {root, state} = projectWithState(t);
	denyAccess(t, state);
	await assert.rejects(startServer(root, {port: 0, operator}), {code: 'state-not-writable'});
	verifyServerIsOurs(root);
	rmSync(state, {recursive: true});
	symlinkSync('/no/such/folder', state);
	await assert.rejects(acts.start(root), /\.quarterdeck is not a folder\./);
});
