import assert from 'node:assert/strict';
import test from 'node:test';
import {finder, hazards} from '../../support/hazards.ts';

test('what is not understood needs consent if the tables it names have rows', async () => {
	const [full] = await hazards('delete from pet whre id = 1');
	assert.equal(full?.code, 'DL000');
	assert.match(
		full.warning,
		/does not understand "delete from pet whre id = 1"\. It names pet \(2 rows\)/,
	);
	assert.deepEqual([full.losesData, full.rows], [true, 2]);
	const [empty] = await hazards('delete from empty whre id = 1');
	assert.deepEqual([empty?.code, empty?.losesData], ['DL000', false]);
});

test('without a table it needs consent as long as any table has rows', async () => {
	for (const sql of ['vaccum', 'attach "other" as o', 'call purge(pet)', 'execute empty']) {
		const [unknown] = await hazards(sql);
		assert.deepEqual([unknown?.code, unknown?.losesData], ['DL000', true], sql);
	}
});

test('a function that the plan defines may do anything', async () => {
	const sql = ['create function purge() returns int language sql as $$ delete from pet $$'];
	const [unknown, ...others] = await finder('postgresql').find([...sql, 'select purge()']);
	assert.deepEqual(others, []);
	assert.equal(unknown?.code, 'DL000');
	assert.deepEqual(await finder('postgresql').find([...sql, 'select count(*) from pet']), []);
	const [dangerous] = await finder('postgresql').find(['select lo_unlink(1)']);
	assert.equal(dangerous?.code, 'DL000');
});

test('names are not looked up where they may mean other tables', async () => {
	const moved = await finder('postgresql').find(['set search_path to archive', 'drop table empty']);
	const [dropped] = moved.filter(({code}) => code === 'DL001');
	assert.ok(dropped?.losesData);
	assert.match(
		dropped.warning,
		/could not be counted: an earlier statement changes what names mean/,
	);
});

test('a table that is not there may have been made by what is not understood', async () => {
	const losses = async (...sql: string[]) =>
		(await hazards(...sql)).filter(({losesData}) => losesData).map(({code}) => code);
	assert.deepEqual(await losses('drop table later'), []);
	assert.deepEqual(await losses('call make()', 'drop table later'), ['DL000', 'DL001']);
});
