import assert from 'node:assert/strict';
import test from 'node:test';
import {settingsAccess} from '../../../source/project/open/settings-access.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const over = (database: object) => ({settings: {database}}) as any;

test('the password is a setting, or part of the URL', async () => {
	assert.equal(await settingsAccess.password(over({password: 'secret'})), 'secret');
	const url = 'mysql://app:se%40cret@db/shop';
	assert.equal(await settingsAccess.password(over({url, password: 'other'})), 'se@cret');
});

test('the driver alone opens the same database unless MikroORM has options', () => {
	assert.equal(settingsAccess.isBare!(over({})), true);
	assert.equal(settingsAccess.isBare!(over({options: {migrations: {tableName: 'm'}}})), true);
	assert.equal(settingsAccess.isBare!(over({options: {debug: true}})), false);
});

test('it connects with the bare driver', async t => {
	const {project} = sqliteBench(t, ['create table book (id int)']);
	const database = (await settingsAccess.connect(project))!;
	t.after(() => database.close());
	assert.equal(database.dialect, 'sqlite');
	assert.deepEqual(await database.query('select * from book'), []);
});
