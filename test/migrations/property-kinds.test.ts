import assert from 'node:assert/strict';
import test from 'node:test';
import type {DatabaseSettings} from '../../source/project/settings.ts';
import {propertyKinds} from '../support/property-kinds.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeWorkshop} from '../support/workshop.ts';

test('sqlite: every kind of property, there and back', async t => {
	await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: every kind of property, there and back`, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await thereAndBack(t, {...server, name});
	});
}

async function thereAndBack(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	for (const [kind, entitiesFor] of Object.entries(propertyKinds)) {
		await t.test(kind, async t => {
			const workshop = makeWorkshop(t, ['shop', 'people'], database);
			workshop.entities(entitiesFor(database.driver));
			const made = await workshop.make();
			assert.ok(made.length > 0);
			workshop.entities(entitiesFor(database.driver));
			assert.deepEqual(upOf(await workshop.make()), [], 'made twice in a row');
			await workshop.migrate();
			for (const app of ['people', 'shop']) {
				if (made.some(migration => migration.app.label === app)) {
					await workshop.migrate({app, name: 'zero'});
				}
			}
			workshop.entities({});
			assert.deepEqual(await tablesLeft(workshop), []);
		});
	}
}

function upOf(made: {up: string[]}[]): string[] {
	return made.flatMap(({up}) => up);
}

async function tablesLeft(workshop: ReturnType<typeof makeWorkshop>): Promise<string[]> {
	return workshop.open(async (_, orm) => {
		const schema = await orm.introspect();
		const enums = Object.keys(schema.getNativeEnums());
		return [...schema.getTables(), ...schema.getViews()].map(({name}: any) => name).concat(enums);
	});
}
