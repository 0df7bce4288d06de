import assert from 'node:assert/strict';
import test from 'node:test';
import {codes, finder} from '../../support/hazards.ts';

test('locks of many rows on PostgreSQL are reported', async () => {
	assert.deepEqual(await codes('postgresql', 'create index "i" on "big" ("id")'), ['DL009']);
	assert.deepEqual(await codes('postgresql', 'create index concurrently "i" on "big" ("id")'), []);
	assert.deepEqual(await codes('postgresql', 'create index "i" on "pet" ("id")'), []);
	assert.deepEqual(await codes('sqlite', 'create index "i" on "big" ("id")'), []);
	const key = 'alter table big add constraint k foreign key (id) references pet (id)';
	assert.deepEqual(await codes('postgresql', key), ['DL010']);
	assert.deepEqual(await codes('postgresql', `${key} not valid`), []);
});

test('each kind of lock says what happens to the rows meanwhile', async () => {
	const only = async (sql: string) => {
		const [hazard, ...others] = await finder('postgresql').find([sql]);
		assert.deepEqual(others, []);
		return hazard?.warning;
	};
	assert.equal(
		await only('create index "i" on "big" ("id")'),
		'Makes an index on 10000 rows of big. Nobody can write to the table meanwhile.',
	);
	assert.equal(
		await only('alter table "big" alter column "note" set not null'),
		'Scans the 10000 rows of big. Nobody can read or write the table meanwhile.',
	);
});

test('a renamed table or column breaks running code, unless there are no rows', async () => {
	assert.deepEqual(await codes('sqlite', 'alter table full rename to whole'), ['DL007']);
	assert.deepEqual(await codes('sqlite', 'alter table empty rename column id to number'), []);
});
