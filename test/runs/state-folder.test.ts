import assert from 'node:assert/strict';
import {chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ensureStateFolder, statePath} from '../../source/runs/state-folder.ts';
import {temporaryFolder} from '../support/project.ts';

const modeOf = (file: string) => statSync(file).mode & 0o777;

test('the folder is for its owner only, and git ignores it', t => {
	const root = temporaryFolder(t);
	const folder = ensureStateFolder(root);
	assert.equal(folder, path.join(root, '.quarterdeck'));
	assert.equal(modeOf(folder), 0o700);
	assert.equal(readFileSync(path.join(folder, '.gitignore'), 'utf8'), '*\n');
	assert.equal(modeOf(ensureStateFolder(root, 'runs')), 0o700);
});

test('what is already there stays as it is', t => {
	const root = temporaryFolder(t);
	chmodSync(ensureStateFolder(root), 0o750);
	writeFileSync(statePath(root, '.gitignore'), 'mine\n');
	ensureStateFolder(root, 'operators');
	assert.equal(modeOf(statePath(root)), 0o750);
	assert.equal(readFileSync(statePath(root, '.gitignore'), 'utf8'), 'mine\n');
});

test('a .gitignore that a full disk or a crash has damaged is written again', t => {
	const root = temporaryFolder(t);
	const file = path.join(ensureStateFolder(root), '.gitignore');
	for (const damaged of ['', '\n', '\0\0', Buffer.from([0xff, 0xfe, 0x80])]) {
		writeFileSync(file, damaged);
		ensureStateFolder(root);
		assert.equal(readFileSync(file, 'utf8'), '*\n');
	}
});

test('what stands in the way of the .gitignore is no failure, and one in the way of the folder is named', t => {
	const root = temporaryFolder(t);
	mkdirSync(statePath(root, '.gitignore'), {recursive: true});
	assert.equal(ensureStateFolder(root), statePath(root));
	rmSync(statePath(root), {recursive: true});
	writeFileSync(statePath(root), '');
	assert.throws(() => ensureStateFolder(root, 'runs'), {
		code: 'not-written',
		message: /\.quarterdeck cannot be written: something else has this name \(EEXIST\)\.$/,
	});
});
