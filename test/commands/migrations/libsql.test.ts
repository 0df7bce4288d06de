import assert from 'node:assert/strict';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {lacksDrivers} from '../../support/requires.ts';
import {makeShop} from '../../support/shop.ts';

const author = `export const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary(), name: p.string()},
});
export const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), author: () => p.manyToOne(Author).deleteRule('cascade')},
});`;

test('libSQL in a file: forwards with a rebuilt table, a copy before a loss, and back', async t => {
	if (lacksDrivers(t, 'libsql')) return;
	const database = {driver: 'libsql', name: 'file:shop.db'};
	const shop = makeShop(t, author, database);
	const {stdout: status} = await shop.run(['status']);
	assert.match(status, /libsql file:shop\.db/);
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	const insert = `await em.execute("insert into author values (1, 'Ada')"); await em.execute('insert into book values (1, 1)')`;
	await shop.run(['shell', '-c', insert]);
	shop.entities(author.replace('p.string()', "p.string().length(20).default('?').nullable()"));
	await shop.run(['makemigrations', '--name', 'rebuilt']);
	assert.match((await shop.run(['sqlmigrate', 'shop', '0002'])).stdout, /__temp_alter/);
	await shop.run(['migrate']);
	const books = () => {
		const file = new DatabaseSync(path.join(shop.root, 'shop.db'));
		const [row] = file.prepare('select count(*) as count from book').all();
		file.close();
		return row!.count;
	};
	assert.equal(books(), 1, 'the rebuilt table did not empty its children');
	assert.match((await shop.run(['driftcheck'])).stdout, /No drift detected/);
	const back = await shop.run(['migrate', 'shop', 'zero', '--allow-data-loss', '--noinput']);
	assert.match(back.stdout, /The database was copied to \.quarterdeck\/backups/);
	await shop.run(['migrate', '--restore', '--allow-data-loss', '--noinput']);
	assert.equal(books(), 1);
});

test('of several statements in one text, libSQL’s driver would run only the first', async t => {
	if (lacksDrivers(t, 'libsql')) return;
	const shop = makeShop(t, '', {driver: 'libsql', name: 'shop.db'});
	shop.migration('0001_two', {up: "this.addSql('create table one (a); create table two (a)');"});
	const {stderr} = await shop.run(['migrate', '--noinput', '--allow-data-loss'], 1);
	assert.match(stderr, /more than one statement/);
});
