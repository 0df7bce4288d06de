import assert from 'node:assert/strict';
import {existsSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {createTestClient} from '../../source/testing/create-test-client.ts';
import {setVariable} from '../support/environment.ts';
import {temporaryFolder} from '../support/project.ts';
import {makeBooks} from './project.ts';

test('a disk that fails is named, and a later client works', async t => {
	const {root} = await makeBooks(t);
	const folder = temporaryFolder(t);
	setVariable(t, 'TMPDIR', path.join(folder, 'nowhere'));
	await assert.rejects(createTestClient({directory: root}), {code: 'ENOENT', message: /nowhere/});
	process.env.TMPDIR = folder;
	const client = await createTestClient({directory: root});
	assert.equal((await client.get('/books/')).status, 200);
	await client.close();
	const [made] = readdirSync(folder);
	assert.equal(readdirSync(path.join(folder, made!)).length, 1, 'the migrated one, to copy');
	rmSync(path.join(folder, made!), {recursive: true});
	const next = await createTestClient({directory: root});
	assert.equal((await next.get('/books/')).status, 200, 'its folder was removed');
	await next.close();
	assert.equal(existsSync(path.join(root, 'db.sqlite3')), false);
});

test('a database without test databases is refused in one sentence', async t => {
	const {root} = await makeBooks(t);
	const settings = {database: {driver: 'pglite' as const, name: 'db'}};
	await assert.rejects(createTestClient({directory: root, settings}), {code: 'unsupported-driver'});
	assert.equal(existsSync(path.join(root, 'db')), false);
});
