import assert from 'node:assert/strict';
import test from 'node:test';
import {askBriefly} from '../../../../source/migrations/hazards/tables/brief-queries.ts';
import type {Dialect} from '../../../../source/project/database/dialect.ts';
import {isMysqlFamily} from '../../../../source/project/database/dialect.ts';
import {skipWithout} from '../../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../../support/servers.ts';

const writes: Record<string, string> = {
	postgresql:
		'create function noted() returns int language sql as $$ insert into note values (1); select 1 $$',
	mysql:
		'create function noted() returns int modifies sql data begin insert into note values (1); return 1; end',
};
const sleeps: Record<string, string> = {
	postgresql: 'select count(*) as count from (select pg_sleep(60)) as slow',
	mysql: 'select count(*) as count from note where sleep(60) = 0',
};

for (const server of servers) {
	const {driver} = server;
	const dialect: Dialect = driver;
	const kind = isMysqlFamily(dialect) ? 'mysql' : 'postgresql';
	const options = {skip: skipWithout(`a ${driver} server`, isThere(server))};

	test(`${driver}: a count answers, writes nothing and does not take long`, options, async t => {
		const {rows} = await makeDatabase(t, server);
		const database = {dialect, query: (sql: string) => rows(sql), close: async () => {}};
		await rows('create table note (id int)');
		await rows('insert into note values (1)');
		await rows(writes[kind]!);
		const count = 'select count(*) as count from note';
		assert.equal(Number((await askBriefly(database, count))[0]!.count), 1);
		await assert.rejects(askBriefly(database, `${count} where noted() = 1`), /read.only/i);
		await assert.rejects(askBriefly(database, sleeps[kind]!), /time/i);
		assert.equal(Number((await askBriefly(database, count))[0]!.count), 1);
		await rows('insert into note values (2)');
		assert.equal((await rows('select * from note')).length, 2, 'the session can write again');
	});
}
