import assert from 'node:assert/strict';
import {chmodSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {makePrivateFile} from '../../source/system/private-file.ts';
import {temporaryFolder} from '../support/project.ts';

test('a missing file is made for its owner alone, and one that is there stays as it is', t => {
	const folder = temporaryFolder(t);
	const [missing, there] = [path.join(folder, 'missing'), path.join(folder, 'there')];
	makePrivateFile(missing);
	assert.equal(statSync(missing).mode & 0o777, 0o600);
	assert.equal(readFileSync(missing, 'utf8'), '');
	writeFileSync(there, 'content');
	chmodSync(there, 0o644);
	makePrivateFile(there);
	assert.equal(statSync(there).mode & 0o777, 0o644);
	assert.equal(readFileSync(there, 'utf8'), 'content');
});

test('where no file can be made, the program that wants one says why', t => {
	const file = path.join(temporaryFolder(t), 'no-folder', 'file');
	makePrivateFile(file);
	assert.ok(!existsSync(file));
});
