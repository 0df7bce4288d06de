import assert from 'node:assert/strict';
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {checkFiles} from '../../../source/checks/deployment/files.ts';
import {temporaryFolder} from '../../support/project.ts';

test('files with secrets that others can read are findings', t => {
	const root = temporaryFolder(t);
	const settings = {database: {driver: 'sqlite', name: 'db.sqlite3'}};
	const found = () =>
		[...checkFiles({project: {root, settings}} as never)].map(({id, message, hint}) => [
			...[id, message, hint],
		]);
	assert.deepEqual(found(), [], 'there are no files yet');
	mkdirSync(path.join(root, '.quarterdeck'), {mode: 0o700});
	for (const name of ['.env', 'db.sqlite3']) {
		writeFileSync(path.join(root, name), '', {mode: 0o600});
	}
	assert.deepEqual(found(), []);
	chmodSync(path.join(root, '.env'), 0o640);
	chmodSync(path.join(root, '.quarterdeck'), 0o701);
	chmodSync(path.join(root, 'db.sqlite3'), 0o604);
	const message = (name: string, mode: string) =>
		`${name} can be read by others than its owner (mode ${mode}).`;
	assert.deepEqual(found(), [
		['files.W001', message('.env', '0640'), 'chmod 600 .env'],
		['files.W002', message('.quarterdeck', '0701'), 'chmod 700 .quarterdeck'],
		['files.W003', message('db.sqlite3', '0604'), 'chmod 600 db.sqlite3'],
	]);
});

test('so are the files beside a SQLite database', t => {
	const root = temporaryFolder(t);
	const settings = {database: {driver: 'sqlite', name: 'db.sqlite3'}};
	for (const ending of ['', '-wal', '-shm']) {
		writeFileSync(path.join(root, `db.sqlite3${ending}`), '');
		chmodSync(path.join(root, `db.sqlite3${ending}`), ending === '' ? 0o600 : 0o644);
	}
	const hints = [...checkFiles({project: {root, settings}} as never)].map(({hint}) => hint);
	assert.deepEqual(hints, ['chmod 600 db.sqlite3-wal', 'chmod 600 db.sqlite3-shm']);
});

test('a server’s database is no file of the project', t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'shop'), '', {mode: 0o644});
	const settings = {database: {driver: 'postgresql', name: 'shop'}};
	assert.deepEqual([...checkFiles({project: {root, settings}} as never)], []);
});
