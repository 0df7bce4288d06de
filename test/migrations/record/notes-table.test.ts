import assert from 'node:assert/strict';
import test from 'node:test';
import {queryIn} from '../../../source/migrations/engine/engine.ts';
import {
	dropEmptyNotesTable,
	ensureNotesTable,
	readNote,
	removeNote,
	writeNote,
} from '../../../source/migrations/record/notes-table.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

test('a note replaces the one before, and can be removed', async t => {
	const query = queryIn(sqliteBench(t).engine, undefined);
	assert.equal(await readNote(query, 'lock'), undefined, 'there is no table yet');
	await ensureNotesTable(query, 'sqlite');
	await ensureNotesTable(query, 'sqlite');
	await writeNote(query, 'lock', {pid: 1});
	await writeNote(query, 'lock', {pid: 2});
	await writeNote(query, 'unfinished', {}, 3);
	assert.deepEqual(await readNote(query, 'lock'), {pid: 2});
	assert.deepEqual(await query("select mark from quarterdeck_notes where name = 'unfinished'"), [
		{mark: 3},
	]);
	await removeNote(query, 'lock');
	assert.equal(await readNote(query, 'lock'), undefined);
});

test('the table is dropped once it is empty', async t => {
	const {engine, rows} = sqliteBench(t);
	const query = queryIn(engine, undefined);
	const tables = () => rows("select name from sqlite_master where type = 'table'");
	await dropEmptyNotesTable(query);
	await ensureNotesTable(query, 'sqlite');
	await writeNote(query, 'lock', {});
	await dropEmptyNotesTable(query);
	assert.deepEqual(tables(), [{name: 'quarterdeck_notes'}]);
	await removeNote(query, 'lock');
	await dropEmptyNotesTable(query);
	assert.deepEqual(tables(), []);
});
