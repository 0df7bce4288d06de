import assert from 'node:assert/strict';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {affectedRows} from '../../../source/migrations/questions/affected-rows.ts';
import {needed} from '../../support/questions.ts';
import {makeWorkshop} from '../../support/workshop.ts';

test('all rows are counted for a new property, those with NULL for one that takes it no longer', async t => {
	const {project} = makeWorkshop(t, ['shop']);
	const database = new DatabaseSync(path.join(project.root, 'db.sqlite3'));
	database.exec("create table customer (city text); insert into customer values ('York'), (null)");
	database.close();
	const count = affectedRows(project);
	assert.deepEqual(await count(needed), {rows: 2, isEmpty: false});
	assert.deepEqual(await count({...needed, reason: 'null'}), {rows: 1, isEmpty: false});
	assert.equal(await count({...needed, table: 'missing'}), undefined);
});

test('without a database there is no number', async t => {
	const {project} = makeWorkshop(t, ['shop']);
	assert.equal(await affectedRows(project)(needed), undefined);
});
