import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {dialectOf} from '../../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {propertyKinds} from '../../support/property-kinds.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const circle = propertyKinds['keys between apps in both directions']!;

test('sqlite: a cycle between apps is made in two steps', async t => {
	await twoSteps(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: a cycle between apps is made in two steps`, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await twoSteps(t, {...server, name});
	});
}

async function twoSteps(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	const workshop = makeWorkshop(t, ['shop', 'people'], database);
	workshop.entities(circle(dialectOf({settings: {database}})));
	const made = await workshop.make();
	assert.deepEqual(
		made.map(({app, name, dependencies}) => [app.label, name, dependencies]),
		[
			['shop', '0001_initial', []],
			['shop', '0002_team_captain', ['shop.0001_initial', 'people.0001_initial']],
			['people', '0001_initial', ['shop.0001_initial']],
		],
	);
	assert.deepEqual(made[1]!.operations[0]!.sentence, 'Add foreign key captain to team');
	await workshop.migrate({app: 'shop', name: '0001_initial'});
	await workshop.migrate();
	const keys = await workshop.open(async (_, orm) => {
		const tables = (await orm.introspect()).getTables();
		return tables.flatMap((table: any) => Object.values(table.getForeignKeys())).length;
	});
	assert.equal(keys, 2);
	workshop.entities(circle(dialectOf({settings: {database}})));
	assert.deepEqual(await workshop.make(), []);
}

test('sqlite: three apps in a circle need one of them in two steps', async t => {
	const workshop = makeWorkshop(t, ['a', 'b', 'c']);
	const next: Record<string, any> = {};
	const entity = (name: string, other: string) => {
		next[name] = defineEntity({
			name,
			properties: {
				id: p.integer().primary(),
				next: () => p.manyToOne(next[other]).nullable(),
			},
		} as any);
		return [next[name]];
	};
	workshop.entities({a: entity('A', 'B'), b: entity('B', 'C'), c: entity('C', 'A')});
	const made = await workshop.make();
	assert.equal(made.length, 4);
	await workshop.migrate();
});

test('sqlite: apps that refer to each other already change at the same time', async t => {
	const workshop = makeWorkshop(t, ['shop', 'people']);
	const teams = (more: object) => {
		const Team: any = defineEntity({
			name: 'Team',
			properties: {id: p.integer().primary(), captain: () => p.manyToOne(Player), ...more},
		} as any);
		const Player: any = defineEntity({
			name: 'Player',
			properties: {id: p.integer().primary(), team: () => p.manyToOne(Team), ...more},
		} as any);
		return {shop: [Team], people: [Player]};
	};
	workshop.entities(teams({}));
	await workshop.make();
	workshop.entities(teams({age: p.integer().nullable()}));
	const made = await workshop.make();
	assert.deepEqual(
		made.map(({name, dependencies}) => [name, dependencies]),
		[
			['0003_team_age', ['shop.0002_team_captain']],
			['0002_player_age', ['people.0001_initial']],
		],
	);
});
