import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {p} from '@mikro-orm/core';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {changing} from '../support/two-schemas.ts';

test('sqlite: a value for unapplying is in down(), and leaves no default', async t => {
	await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: a value for unapplying is in down(), and leaves no default`, {
		skip,
	}, async t => {
		const {name} = await makeDatabase(t, server);
		await thereAndBack(t, {...server, name});
	});
}

async function thereAndBack(t: TestContext, database: DatabaseSettings): Promise<void> {
	const {become, change, back, rows} = await changing(
		t,
		database,
		{Pet: {nick: p.string(), kind: p.string(), age: p.integer().default(4)}},
		["insert into pet (id, nick, kind) values (1, 'Rex', 'dog')"],
	);
	become({Pet: {kind: p.string().nullable()}});
	await change({defaults: {'shop.pet.nick': "'none'", 'shop.pet.kind': "'other'"}});
	await rows('insert into pet (id, kind) values (2, null)');
	await back();
	assert.deepEqual(await rows('select id, nick, kind, age from pet order by id'), [
		{id: 1, nick: 'none', kind: 'dog', age: 4},
		{id: 2, nick: 'none', kind: 'other', age: 4},
	]);
	// MariaDB would tell of the missing value only in its strict mode, which is the usual one.
	await assert.rejects(rows("insert into pet (id, kind) values (3, 'cat')"), /null|default/i);
}
