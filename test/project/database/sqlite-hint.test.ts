import assert from 'node:assert/strict';
import {mkdirSync, rmdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {unreachable} from '../../../source/project/database/address.ts';
import {connect} from '../../../source/project/database/sqlite.ts';
import {sqliteHint} from '../../../source/project/database/sqlite-hint.ts';
import type {Project} from '../../../source/project/project.ts';
import {denyAccess} from '../../support/denied-access.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

function hintOf(project: Project): string | undefined {
	try {
		connect(project);
	} catch (error) {
		return unreachable(project, error).hint;
	}
	return undefined;
}

test('a write-ahead log that SQLite cannot use is named, and not the database', t => {
	const {project} = sqliteBench(t, ['create table book (id int)', 'pragma journal_mode = delete']);
	const file = path.join(project.root, 'db.sqlite3');
	mkdirSync(`${file}-wal`);
	assert.match(
		hintOf(project)!,
		/^SQLite reads and writes db\.sqlite3-wal as well\. .* may hold rows\.$/,
	);
	rmdirSync(`${file}-wal`);
	assert.equal(hintOf(project), undefined);

	const readOnly = {code: 'SQLITE_READONLY'};
	writeFileSync(`${file}-shm`, '');
	assert.match(sqliteHint(file, readOnly), /^Check that the file is a SQLite database/);
	denyAccess(t, `${file}-shm`);
	assert.match(sqliteHint(file, readOnly), /^SQLite reads and writes db\.sqlite3-shm as well/);
});

test('of a damaged database, the hint is a copy', () => {
	assert.match(sqliteHint('db.sqlite3', {code: 'SQLITE_CORRUPT'}), /quarterdeck migrate --restore/);
});
