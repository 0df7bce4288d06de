import assert from 'node:assert/strict';
import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {writeSkeleton} from '../../../source/project/write/skeleton.ts';
import {temporaryFolder} from '../../support/project.ts';

test('an app is copied, with its label in names and texts', t => {
	const target = path.join(temporaryFolder(t), 'books');
	const files = writeSkeleton('app', target, {label: 'books'});
	assert.ok(files.includes('entities.ts') && files.includes('urls.ts'));
	assert.deepEqual(files, [...files].sort());
	for (const file of files) {
		assert.doesNotMatch(file, /LABEL/);
		assert.doesNotMatch(readFileSync(path.join(target, file), 'utf8'), /\{\{\w+\}\}/, file);
	}
});

test('a project gets its hidden files, and only its owner may read .env', t => {
	const target = path.join(temporaryFolder(t), 'shop');
	const files = writeSkeleton('project', target, {name: 'shop', secretKey: 'a key'});
	assert.ok(files.includes('.gitignore'));
	assert.equal(statSync(path.join(target, '.env')).mode & 0o777, 0o600);
});

test('a file that exists is kept, and nothing is written', t => {
	const target = temporaryFolder(t);
	writeFileSync(path.join(target, 'urls.ts'), 'mine');
	assert.throws(() => writeSkeleton('app', target, {label: 'books'}), {code: 'already-exists'});
	assert.equal(readFileSync(path.join(target, 'urls.ts'), 'utf8'), 'mine');
	assert.equal(existsSync(path.join(target, 'entities.ts')), false);
});
