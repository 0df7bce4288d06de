import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {HazardFinder} from '../../source/migrations/hazards/finder.ts';
import {connectDatabase} from '../../source/project/open/connect-database.ts';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeWorkshop} from '../support/workshop.ts';

const what = 'an expression fills a new unique column of a table with rows, there and back';

test(`sqlite: ${what}`, async t => {
	await fillWithExpression(t, {driver: 'sqlite', name: 'db.sqlite3'});
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: ${what}`, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await fillWithExpression(t, {...server, name});
	});
}

async function fillWithExpression(t: test.TestContext, database: DatabaseSettings): Promise<void> {
	const workshop = makeWorkshop(t, ['shop'], database);
	const item = (properties: object) => ({
		shop: [
			defineEntity({name: 'Item', properties: {id: p.integer().primary(), ...properties}} as any),
		],
	});
	const run = (sql: string) =>
		workshop.open(async (_, {connection}) => {
			const rows: any[] = await connection.execute(sql);
			return Array.from(rows, row => ({...row}));
		});
	const [name, slug] = [p.string(), p.string().unique()];
	workshop.entities(item({name}));
	await workshop.make();
	await workshop.migrate();
	await run("insert into item (id, name) values (1, 'x'), (2, 'x')");
	workshop.entities(item({title: p.string(), slug, twice: p.integer().nullable()}));
	const [made] = await workshop.make({
		renames: {'shop.item.name': 'title'},
		defaults: {'shop.item.slug': "concat(title, '-', id)"},
	});
	const opened = await connectDatabase(workshop.project);
	const hazards = await new HazardFinder(opened).find(made!.up, {reversible: true});
	await opened!.close();
	assert.deepEqual(
		hazards.filter(({losesData, fails}) => losesData || fails),
		[],
	);
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	const slugs = [{slug: 'x-1'}, {slug: 'x-2'}];
	assert.deepEqual(await run('select slug from item order by id'), slugs);
	workshop.entities(item({title: p.string()}));
	await workshop.make({defaults: {'shop.item.slug': "concat('s', id)"}});
	await workshop.migrate();
	await workshop.migrate({app: 'shop', name: '0002_rename_name_item_title_item_slug_and_more'});
	assert.deepEqual(await run('select slug from item order by id'), [{slug: 's1'}, {slug: 's2'}]);
	assert.deepEqual((await workshop.drift()).skipped.length, 1);
	await workshop.migrate({app: 'shop', name: '0001_initial'});
	assert.deepEqual(await run('select name from item'), [{name: 'x'}, {name: 'x'}]);
}
