import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {readMigrationState} from '../../../source/migrations/graph/state.ts';
import {newMigrationPath} from '../../../source/migrations/make/writer.ts';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop, type Workshop} from '../../support/workshop.ts';

test('sqlite: an applied migration whose meaning changes is reported as edited', async t => {
	await editing(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: an applied migration whose meaning changes is reported as edited`, {
		skip,
	}, async t => {
		const {name} = await makeDatabase(t, server);
		await editing(t, {...server, name});
	});
}

async function editing(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	const workshop = makeWorkshop(t, ['shop'], database);
	const book = () => defineEntity({name: 'Book', properties: {id: p.integer().primary()}});
	workshop.entities({shop: [book()]});
	const [made] = await workshop.make();
	const file = newMigrationPath(made!);
	const source = readFileSync(file, 'utf8');
	// A row that the stock migrator wrote, in its own table.
	await workshop.open(async (_, orm) => {
		await orm.ensureRecorderTable('mikro_orm_migrations');
		await orm.connection.execute("insert into mikro_orm_migrations (name) values ('shop.0000')");
	});
	await workshop.migrate();
	assert.equal(await isEdited(workshop), undefined);
	writeFileSync(file, `// mended the name\n${source}`);
	assert.equal(await isEdited(workshop), undefined);
	writeFileSync(file, source.replace('create table', 'create temporary table'));
	assert.equal(await isEdited(workshop), true);
	writeFileSync(file, source);
	await workshop.migrate({app: 'shop', name: 'zero'});
	writeFileSync(file, source.replace('create table', 'create  table'));
	await workshop.migrate();
	assert.equal(await isEdited(workshop), undefined);
}

async function isEdited({project}: Workshop): Promise<true | undefined> {
	return (await readMigrationState(project)).apps[0]!.migrations[0]!.edited;
}
