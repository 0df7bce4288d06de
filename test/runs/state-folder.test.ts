import assert from 'node:assert/strict';
import {chmodSync, readFileSync, statSync, writeFileSync} from 'node:fs';
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
