import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const books = () => ({
	shop: [
		defineEntity({
			name: 'Book',
			properties: {
				id: p.integer().primary(),
				title: p.string().index(),
				pages: p.integer().nullable(),
			},
		}),
	],
});

test('sqlite: changes by hand are found', async t => {
	await changedByHand(t, {driver: 'sqlite', name: 'db.sqlite3'}, [
		'alter table book drop column pages',
		'alter table book add column pages text',
	]);
});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: changes by hand are found`, {skip}, async t => {
		const {name} = await makeDatabase(t, server);
		await changedByHand(t, {...server, name}, [
			driver === 'mariadb'
				? 'alter table book modify pages text'
				: 'alter table book alter column pages type text',
		]);
	});
}

async function changedByHand(
	t: test.TestContext,
	database: DatabaseSettings,
	changeType: string[],
): Promise<void> {
	const workshop = makeWorkshop(t, ['shop'], database);
	workshop.entities(books());
	await workshop.make();
	assert.deepEqual(await workshop.drift(), {
		drift: [],
		skipped: [{app: 'shop', reason: '1 migration is not applied'}],
	});
	await workshop.migrate();
	assert.deepEqual(await workshop.drift(), {drift: [], skipped: []});
	await workshop.open(async (_, {connection}) => {
		const dropIndex = `drop index book_title_index${database.driver === 'mariadb' ? ' on book' : ''}`;
		for (const sql of [
			'alter table book add column isbn varchar(20)',
			dropIndex,
			...changeType,
			'create table stray (id int)',
		]) {
			await connection.execute(sql);
		}
	});
	const {drift} = await workshop.drift();
	assert.deepEqual(
		drift.map(
			({app, text}) => `${app}: ${text.replace(/ is (int|integer|text) in.*/, ' is another')}`,
		),
		[
			'shop: The column book.isbn is in no migration.',
			'shop: The column book.pages is another',
			'shop: The index book_title_index of book is not in the database.',
			'null: The table stray is in no migration.',
		],
	);
}

test('tables and indexes that a migration makes with SQL by hand are no drift', async t => {
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities(books());
	await workshop.make();
	workshop.hand('shop', '0002_by_hand', [
		'create table stray (id int)',
		'create index by_pages on book (pages) where pages > 3',
	]);
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	await workshop.open(async (_, {connection}) => connection.execute('create table other (id int)'));
	assert.equal((await workshop.drift()).drift.length, 1);
});
