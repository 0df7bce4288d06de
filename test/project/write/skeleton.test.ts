import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {filesOfSkeleton} from '../../../source/project/write/skeleton.ts';
import {temporaryFolder} from '../../support/project.ts';

test('an app is copied, with its label in names and texts', t => {
	const target = path.join(temporaryFolder(t), 'books');
	const files = filesOfSkeleton('app', target, {label: 'books'});
	const names = files.map(file => path.relative(target, file.path));
	assert.ok(names.includes('entities.ts') && names.includes('urls.ts'));
	assert.deepEqual(names, names.toSorted());
	for (const {path, text} of files) {
		assert.doesNotMatch(path, /LABEL/);
		assert.doesNotMatch(text, /\{\{\w+\}\}/, path);
	}
});

test('a project gets its hidden files, and only its owner may read .env', t => {
	const target = path.join(temporaryFolder(t), 'shop');
	const files = filesOfSkeleton('project', target, {name: 'shop', secretKey: 'a key'});
	const modes = new Map(files.map(({path: file, mode}) => [path.relative(target, file), mode]));
	assert.equal(modes.get('.env'), 0o600);
	assert.equal(modes.get('.gitignore'), 0o644);
});

test('a file that exists is refused', t => {
	const target = temporaryFolder(t);
	writeFileSync(path.join(target, 'urls.ts'), 'mine');
	assert.throws(() => filesOfSkeleton('app', target, {label: 'books'}), {code: 'already-exists'});
});
