import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

test('sqlite: checks and expressions follow a renamed column', async t => {
	await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: checks and expressions follow a renamed column`, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await thereAndBack(t, {...server, name});
	});
}

async function thereAndBack(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	const workshop = makeWorkshop(t, ['shop'], database);
	const people = (age: string) => ({
		shop: [
			defineEntity({
				name: 'Person',
				properties: {
					id: p.integer().primary(),
					[age]: p.integer().check(`${age} >= 0`),
					twice: p.integer().generated(`(${age} * 2) stored`),
				},
				checks: [{name: 'grown', expression: `${age} < 200 or 'age' = 'x'`}],
			} as any),
		],
	});
	const rows = (sql: string) =>
		workshop.open(async (_, {connection}) => {
			const found: any[] = await connection.execute(sql);
			return found.map(row => ({...row}));
		});
	workshop.entities(people('age'));
	await workshop.make();
	await workshop.migrate();
	await workshop.open(async (_, {connection}) =>
		connection.execute('insert into person (id, age) values (1, 42)'),
	);
	workshop.entities(people('years'));
	await workshop.make({renames: {'shop.person.age': 'years'}});
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	assert.deepEqual(await rows('select years, twice from person'), [{years: 42, twice: 84}]);
	await workshop.migrate({app: 'shop', name: '0001_initial'});
	assert.deepEqual(await rows('select age, twice from person'), [{age: 42, twice: 84}]);
}
