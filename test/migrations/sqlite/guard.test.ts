import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {SqliteGuard} from '../../../source/migrations/sqlite/guard.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const tables = [
	'pragma foreign_keys = off',
	'create table author (id integer primary key)',
	'create table book (id integer primary key, author int references author (id))',
	'insert into book values (1, 7)',
];

async function guardOver(t: TestContext) {
	const {engine} = sqliteBench(t, tables);
	const query = queryIn(engine, undefined);
	await query('pragma foreign_keys = off');
	return {query, guard: new SqliteGuard(query, name => engine.quote(name))};
}

test('rows that break a foreign key from now on are named, and those before are not', async t => {
	const {query, guard} = await guardOver(t);
	await guard.watchKeys(undefined);
	assert.equal(await guard.brokenKeys(), undefined);
	await query('insert into book values (2, 8)');
	assert.equal(
		await guard.brokenKeys(),
		'1 row would refer to rows that do not exist, the first one in book (rowid 2) to author.',
	);
});

test('new tables have no rows to check, but their keys must refer to a key', async t => {
	const {query, guard} = await guardOver(t);
	const good = ['create table shelf (id int, book int references book (id))'];
	await guard.watchKeys(good);
	for (const sql of good) await query(sql);
	assert.equal(await guard.brokenKeys(), undefined);
	const wrong = ['create table page (book int references book (author))'];
	await guard.watchKeys(wrong);
	for (const sql of wrong) await query(sql);
	await assert.rejects(guard.brokenKeys(), /foreign key mismatch/);
});

test('without a rebuild nothing is changed or put back', async t => {
	const {guard} = await guardOver(t);
	const statements = ['create index i on book (author)'];
	assert.equal(await guard.keepingOptions(statements), statements);
	assert.equal(await guard.setAside(statements), undefined);
});
