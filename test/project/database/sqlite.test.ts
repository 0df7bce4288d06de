import assert from 'node:assert/strict';
import {existsSync, writeFileSync} from 'node:fs';
import test from 'node:test';
import {connect} from '../../../source/project/database/sqlite.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

test('a query returns its rows, and a statement none', async t => {
	const database = connect(sqliteBench(t, ['create table book (id int)']).project)!;
	t.after(() => database.close());
	assert.deepEqual(await database.query('insert into book values (?)', [7]), []);
	assert.deepEqual(await database.query('select id from book where id = ?', [7]), [{id: 7}]);
});

test('a file that does not exist is not created, and no database is refused', t => {
	const root = temporaryFolder(t);
	linkPackages(root);
	const project = {root, settings: {database: {driver: 'sqlite', name: 'db'}}} as any;
	assert.equal(connect(project), undefined);
	assert.equal(existsSync(`${root}/db`), false);
	writeFileSync(
		`${root}/db`,
		'no database at all, although it is long enough to be one'.repeat(99),
	);
	assert.throws(() => connect(project), {code: 'SQLITE_NOTADB'});
});
