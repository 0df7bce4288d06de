import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {CachedReads} from '../../../source/project/database/cached-reads.ts';
import type {Database} from '../../../source/project/database/database.ts';
import {temporaryFolder} from '../../support/project.ts';

test('PGlite is opened again only when its files have changed', async t => {
	const folder = temporaryFolder(t);
	let opened = 0;
	const connect = async (): Promise<Database> => {
		opened++;
		return {dialect: 'postgresql', query: async () => [{opened}], close: async () => {}};
	};
	const reads = new CachedReads(folder);
	const read = async () => {
		const database = await reads.over(connect);
		const rows = await database?.query('select 1');
		await database?.close();
		return rows;
	};
	assert.equal(await read(), undefined, 'without a database there is nothing to open');
	mkdirSync(path.join(folder, 'pg_wal'));
	writeFileSync(path.join(folder, 'pg_wal/1'), '');
	assert.deepEqual([await read(), await read()], [[{opened: 1}], [{opened: 1}]]);
	writeFileSync(path.join(folder, 'pg_wal/2'), '');
	assert.deepEqual(await read(), [{opened: 2}]);
});

test('a failure is an answer as well, but not that another process has it open', async t => {
	const folder = temporaryFolder(t);
	mkdirSync(path.join(folder, 'pg_wal'));
	writeFileSync(path.join(folder, 'pg_wal/1'), '');
	let attempts = 0;
	const reads = new CachedReads(folder);
	const read = async (connect: () => Promise<Database>) => {
		const database = await reads.over(connect);
		try {
			await database!.query('select 1');
		} finally {
			await database!.close().catch(() => {});
		}
	};
	const query = async () => {
		attempts++;
		throw new Error('no such table');
	};
	const refusing = async (): Promise<Database> => {
		attempts++;
		throw new Error('in use');
	};
	await assert.rejects(read(refusing), {message: 'in use'});
	await assert.rejects(read(refusing), {message: 'in use'});
	assert.equal(attempts, 2);
	const failing = async (): Promise<Database> => ({
		...{dialect: 'postgresql', query},
		close: async () => {},
	});
	await assert.rejects(read(failing), {message: 'no such table'});
	await assert.rejects(read(failing), {message: 'no such table'});
	assert.equal(attempts, 3);
});
