import assert from 'node:assert/strict';
import {renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {migrateByKeys, openProject, quit} from '../support/dashboard.ts';
import {makeShop} from '../support/shop.ts';

test('a database that is dropped, recreated and restored under the dashboard is read again', async t => {
	const shop = makeShop(t);
	await shop.run(['makemigrations', 'shop', '--empty', '--name', 'initial']);
	shop.migration('0001_initial', {
		up: "this.addSql('create table item (id integer primary key)');",
	});
	await shop.run(['migrate']);
	const database = path.join(shop.root, 'db.sqlite3');
	const terminal = openProject(t, shop.root, {columns: 80, rows: 24});
	await terminal.shows('All migrations are applied');

	renameSync(database, `${database}.before`);
	await terminal.shows('1 unapplied migration: shop');
	await migrateByKeys(terminal, 'Migrate: 1 migration');
	assert.deepEqual(shop.rows('select * from item'), []);

	rmSync(database);
	await terminal.shows('1 unapplied migration: shop');
	renameSync(`${database}.before`, database);
	await terminal.shows('All migrations are applied');
	await quit(terminal);
});
