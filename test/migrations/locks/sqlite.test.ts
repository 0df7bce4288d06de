import assert from 'node:assert/strict';
import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {sqliteLock} from '../../../source/migrations/locks/sqlite.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const holder = {operator: 'ada', host: 'db-1', pid: 4711, since: '2026-11-24T07:12:05.000Z'};

test('one holder at a time, whom others can see', async t => {
	const {project} = sqliteBench(t);
	const [first, second] = [sqliteLock(project), sqliteLock(project)];
	t.after(() => Promise.all([first.release(), second.release()]));
	assert.equal(await first.take(holder), true);
	assert.equal(await second.take({...holder, pid: 1}), false);
	assert.deepEqual(await second.holder(), holder);
	await first.update({...holder, migration: 'shop.0001_initial'});
	assert.equal((await second.holder())?.migration, 'shop.0001_initial');
	await first.update(holder);
	assert.deepEqual(
		await second.holder(),
		holder,
		'a shorter note leaves no rest of the longer one',
	);
	await first.release();
	assert.equal(await second.take(holder), true);
});

test('the note and the lock are for their owner only, and the note goes with the lock', async t => {
	const {project} = sqliteBench(t);
	const lock = sqliteLock(project);
	await lock.take(holder);
	const file = (name: string) => path.join(project.root, '.quarterdeck', name);
	for (const name of ['migrate.lock', 'migrate.json']) {
		assert.equal(statSync(file(name)).mode & 0o077, 0, name);
	}
	await lock.release();
	assert.equal(existsSync(file('migrate.json')), false);
	assert.equal(await lock.holder(), undefined);
});

test('a database in memory needs no lock', async t => {
	const {project} = sqliteBench(t);
	const settings = {...project.settings, database: {driver: 'sqlite', name: ':memory:'} as const};
	const memory = {...project, settings};
	for (const lock of [sqliteLock(memory), sqliteLock(memory)]) {
		assert.equal(await lock.take(holder), true);
		await lock.release();
	}
});
