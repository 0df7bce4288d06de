import assert from 'node:assert/strict';
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a new project has a secret of its own, which only its owner may read and git ignores', async t => {
	const folder = temporaryFolder(t);
	assert.equal((await commandLine(folder, ['startproject', 'bookshop'])).code, 0);
	assert.equal((await commandLine(folder, ['startproject', 'library'])).code, 0);
	const env = path.join(folder, 'bookshop/.env');
	assert.equal(statSync(env).mode & 0o777, 0o600);
	const key = /^SECRET_KEY=([\w-]{60,})$/m.exec(readFileSync(env, 'utf8'))?.[1];
	assert.ok(key);
	assert.ok(!readFileSync(path.join(folder, 'library/.env'), 'utf8').includes(key));
	assert.match(readFileSync(path.join(folder, 'bookshop/.gitignore'), 'utf8'), /^\.env$/m);
	assert.equal(
		JSON.parse(readFileSync(path.join(folder, 'bookshop/package.json'), 'utf8')).name,
		'bookshop',
	);
});

test('startproject overwrites nothing', async t => {
	const folder = temporaryFolder(t);
	writeFileSync(path.join(folder, 'urls.ts'), 'mine');
	const {code, stderr} = await commandLine(folder, ['startproject', 'bookshop', '.']);
	assert.equal(code, 1);
	assert.match(stderr, /urls\.ts already exists/);
	assert.deepEqual(readdirSync(folder), ['urls.ts']);
	assert.equal(readFileSync(path.join(folder, 'urls.ts'), 'utf8'), 'mine');
});

test('startproject refuses a missing and an invalid name', async t => {
	const folder = temporaryFolder(t);
	const missing = await commandLine(folder, ['startproject']);
	assert.deepEqual(
		[missing.code, missing.stderr.split('\n')[0]],
		[2, 'Error: You must provide a project name.'],
	);
	const bad = await commandLine(folder, ['startproject', '1bad']);
	assert.equal(bad.code, 1);
	assert.match(bad.stderr, /'1bad' is not a valid project name\./);
	assert.deepEqual(readdirSync(folder), []);
});
