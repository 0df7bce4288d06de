import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {writeTogether} from '../../source/system/atomic-file.ts';
import {temporaryFolder} from '../support/project.ts';

test('all files are written, into folders that are made', t => {
	const folder = temporaryFolder(t);
	const files = ['a/b/one.ts', 'two.json'].map(name => ({
		path: path.join(folder, name),
		text: name,
	}));
	writeTogether(files);
	for (const {path, text} of files) assert.equal(readFileSync(path, 'utf8'), text);
});

test('if one cannot be written, the others are as they were before', t => {
	const folder = temporaryFolder(t);
	const [old, fresh, blocked] = ['old', 'fresh', 'blocked'].map(name => path.join(folder, name));
	writeFileSync(old!, 'before');
	mkdirSync(path.join(blocked!, 'not-empty'), {recursive: true});
	const files = [old, fresh, blocked].map(file => ({path: file!, text: 'after'}));
	assert.throws(() => writeTogether(files), {
		code: 'not-written',
		message: /blocked cannot be written/,
	});
	assert.equal(readFileSync(old!, 'utf8'), 'before');
	assert.ok(!existsSync(fresh!));
});
