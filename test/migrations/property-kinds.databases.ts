import assert from 'node:assert/strict';
import {existsSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {type NewMigration, writeMigrations} from '../../source/migrations/make/writer.ts';
import {dialectOf} from '../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {propertyKinds} from '../support/property-kinds.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeWorkshop, type Workshop} from '../support/workshop.ts';

test('sqlite: every kind of property, forwards and backwards', async t => {
	await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: every kind of property, forwards and backwards`, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await thereAndBack(t, {...server, name});
	});
}

/** All kinds in one go, because each look at a server's schema takes its time; a failure names the table. */
async function thereAndBack(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	const workshop = makeWorkshop(t, ['shop', 'people'], database);
	const all = () => {
		const entities: Record<string, any[]> = {shop: [], people: []};
		for (const kind of Object.values(propertyKinds)) {
			for (const [label, list] of Object.entries(kind(dialectOf({settings: {database}}))))
				entities[label]!.push(...list);
		}
		workshop.entities(entities);
	};
	all();
	const made = await workshop.make();
	all();
	assert.deepEqual(upOf(await workshop.make()), [], 'made twice in a row');
	await workshop.migrate();
	assert.deepEqual(await workshop.drift(), {drift: [], skipped: []});
	workshop.entities({});
	await workshop.make();
	await workshop.migrate();
	assert.deepEqual(await tablesLeft(workshop), [], 'after all was removed');
	await backToTables(workshop, made);
	all();
	assert.deepEqual((await workshop.drift()).drift, [], 'after the way back');
	for (const app of ['people', 'shop']) await workshop.migrate({app, name: 'zero'});
	workshop.entities({});
	assert.deepEqual(await tablesLeft(workshop), [], 'at zero');
}

/** Unapplies what removed the tables, and forgets it. */
async function backToTables(workshop: Workshop, made: NewMigration[]): Promise<void> {
	const last = new Map(made.map(({app, name}) => [app.label, name]));
	for (const [app, name] of last) await workshop.migrate({app, name});
	for (const {label, migrationsFolder} of workshop.project.apps) {
		for (const file of existsSync(migrationsFolder) ? readdirSync(migrationsFolder) : []) {
			if (
				/^0\d+_/.test(file) &&
				!made.some(({app, name}) => app.label === label && `${name}.ts` === file)
			) {
				rmSync(path.join(migrationsFolder, file));
			}
		}
	}
	for (const migration of made) writeMigrations([migration], dialectOf(workshop.project));
}

function upOf(made: {up: string[]}[]): string[] {
	return made.flatMap(({up}) => up);
}

async function tablesLeft(workshop: Workshop): Promise<string[]> {
	return workshop.open(async (_, orm) => {
		const schema = await orm.introspect();
		const enums = Object.keys(schema.getNativeEnums());
		return [...schema.getTables(), ...schema.getViews()].map(({name}: any) => name).concat(enums);
	});
}
