import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {type Dialect, dialectOf, isMysqlFamily} from '../../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {knows, skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

test('sqlite: what names a renamed column or table in a text is there after it, and back again', async t => {
	await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	const name = `${driver}: what names a renamed column or table in a text is there after it, and back again`;
	test(name, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await thereAndBack(t, {...server, name});
	});
}

/** Names that are functions and texts as well, in any case, and the beginnings of others. */
function entities(driver: Dialect | undefined, table: string, length: string, ma: string) {
	const isMysql = isMysqlFamily(driver);
	const partial = {properties: [ma], where: `${length.toUpperCase()} > 0`, name: 'partial'};
	const Person = defineEntity({
		name: 'Person',
		tableName: table,
		properties: {
			id: p.integer().primary(),
			[length]: p.integer(),
			[ma]: p.string(),
			maß: p.string(),
			twice: p.integer().generated(`(${length.toUpperCase()} * 2) stored`),
			once: p.integer().generated(`(${length} + 0) stored`).index(),
		},
		indexes: isMysql ? [] : [partial],
		checks: [
			{name: 'grown', expression: `${length.toUpperCase()} < 200 or 'length' = 'x'`},
			{name: 'named', expression: `length(${ma}) >= 0 and ${ma} <> 'ma' and maß <> 'ma'`},
		],
		triggers: [
			{
				name: 'count_them',
				timing: 'after',
				events: ['insert'],
				body: `insert into log (id, said) select max(id) + 1, max(${ma}) from ${table}${
					driver === 'postgresql' ? '; return new' : ''
				}`,
			},
		],
	} as any);
	const Log = defineEntity({
		name: 'Log',
		properties: {id: p.integer().primary(), said: p.string()},
	});
	const view = (name: string, sql: string, column: string) =>
		defineEntity({
			name,
			tableName: name.toLowerCase(),
			view: true,
			expression: sql,
			properties: {id: p.integer().primary(), [column]: p.integer()},
		} as any);
	const All = view('Everyone', `select id, ${length} from ${table}`, length);
	const Over = view('Grown', `select id, ${length} from everyone where ${length} > 18`, length);
	return {shop: [Person, Log, All, Over]};
}

async function thereAndBack(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	const workshop = makeWorkshop(t, ['shop'], database);
	const rows = (sql: string) =>
		workshop.open(async (_, {connection}) => {
			const found: any[] = await connection.execute(sql);
			return found.map(row => ({...row}));
		});
	const migrate = async (name: string) => {
		await workshop.migrate({app: 'shop', name});
	};
	const seen = (table: string, length: string) =>
		rows(`select p.${length}, p.twice, p.once, v.${length} as shown from ${table} p
			join grown v on v.id = p.id where p.id = 1`);
	workshop.entities(entities(dialectOf(workshop.project), 'person', 'length', 'ma'));
	await workshop.make();
	await workshop.migrate();
	const add = (id: number, table: string, columns: string) =>
		rows(`insert into ${table} (id, ${columns}, maß) values (${id}, 42, 'a', 'b') returning id`);
	await add(1, 'person', 'length, ma');
	workshop.entities(entities(dialectOf(workshop.project), 'human', 'size', 'pa'));
	await workshop.make({
		renames: {'shop.person': 'Person', 'shop.person.length': 'size', 'shop.person.ma': 'pa'},
	});
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	assert.deepEqual(await seen('human', 'size'), [{size: 42, twice: 84, once: 42, shown: 42}]);
	await add(2, 'human', 'size, pa');
	await migrate('0001_initial');
	assert.deepEqual(await seen('person', 'length'), [{length: 42, twice: 84, once: 42, shown: 42}]);
	await add(3, 'person', 'length, ma');
	assert.deepEqual(
		(await rows('select id from log order by id')).map(({id}) => id),
		knows.triggers ? [2, 3, 4] : [],
	);
	await assert.rejects(
		add(4, 'person', 'id + 200 as length, ma').then(() => rows('select 1 from nothing')),
	);
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
}
