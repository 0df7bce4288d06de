import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {dialectOf, isMysqlFamily} from '../../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {isInstalled, skipWithout} from '../../support/requires.ts';
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
			isMysqlFamily(driver)
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
		const dropIndex = `drop index book_title_index${isMysqlFamily(dialectOf({settings: {database}})) ? ' on book' : ''}`;
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

test('sqlite: tables and indexes that a migration makes with SQL by hand are no drift', async t => {
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

const onMariadb = servers
	.filter(({driver}) => isMysqlFamily(driver))
	.flatMap(server => (['mariadb', 'mysql'] as const).map(driver => ({...server, driver})))
	.filter(({driver}) => isInstalled(`@mikro-orm/${driver}`));

for (const server of onMariadb) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a mariadb server at ${host}:${port}`, isThere(server));
	test(`${driver}: what is only written otherwise is no drift, and what is otherwise is`, {
		skip,
	}, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const workshop = makeWorkshop(t, ['shop'], {...server, name});
		const Author = defineEntity({name: 'Author', properties: {id: p.integer().primary()}});
		const Book = defineEntity({
			name: 'Book',
			properties: {
				id: p.integer().primary(),
				title: p.string().default('C:\\new'),
				pages: p.bigint().default(0),
				made: p.datetime().defaultRaw('current_timestamp').extra('on update current_timestamp'),
				twice: p.integer().generated('(`pages` * 2) stored'),
				text: p.text(),
				author: () => p.manyToOne(Author).index(false),
			},
			checks: [{name: 'thick', expression: 'pages between 0 and 9'}],
			indexes: [
				{properties: ['text'], columns: [{name: 'text', length: 10}], name: 'part'},
				{properties: ['title', 'text'], name: 'words', type: 'fulltext'},
			],
		});
		workshop.entities({shop: [Author, Book]});
		await workshop.make();
		await workshop.migrate();
		assert.deepEqual((await workshop.drift()).drift, []);
		await rows('insert into author values (1)');
		await rows("insert into book (id, text, author_id) values (1, '', 1)");
		assert.deepEqual(await rows('select title from book'), [{title: 'C:\\new'}]);
		for (const sql of [
			'alter table book alter title set default "new"',
			'alter table book alter pages set default 1',
			'alter table book modify made datetime not null default current_timestamp',
			'alter table book drop twice, add twice int generated always as (`pages` * 3) stored',
			'alter table book drop constraint thick, add constraint thick check (pages between 0 and 8)',
			'alter table book drop index part, add index part (text(20))',
			'alter table book drop index words, add fulltext index words (text, title)',
			'alter table book add index own (pages)',
		]) {
			await rows(sql);
		}
		assert.deepEqual(
			(await workshop.drift()).drift.map(({text}) =>
				text.replace(/ is .*? in the database.*/, ' differs'),
			),
			[
				...['title', 'pages', 'made', 'twice'].map(column => `The column book.${column} differs`),
				'The index own is in no migration.',
				...['part', 'words'].map(index => `The index ${index} of book differs`),
				'The check thick of book differs',
			],
		);
	});
}
