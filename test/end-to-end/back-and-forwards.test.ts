import assert from 'node:assert/strict';
import test from 'node:test';
import {openProject} from '../support/dashboard.ts';
import {customers, makeShop} from '../support/shop.ts';

test('unapplying to a migration and applying again restores the schema and keeps all other rows', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations', '--name', 'initial']);
	shop.entities(customers("name: p.string(), city: p.string().default('Oslo')"));
	await shop.run(['makemigrations', '--name', 'city']);
	const schema = () => shop.rows('select type, name, sql from sqlite_master order by name');
	const applied = () => shop.rows('select name from mikro_orm_migrations order by name');
	const orders = () => shop.rows('select id, customer_id from customer_order');
	await shop.run(['migrate']);
	shop.rows(
		"insert into customer (id, name, city) values (1, 'Ann', 'Bergen'), (2, 'Bob', 'Oslo')",
	);
	shop.rows('insert into customer_order (id, customer_id) values (10, 1), (20, 2)');
	const terminal = openProject(t, shop.root);
	const does = async (keys: string, planned: string, consent: string, done: string | RegExp) => {
		terminal.press(keys);
		await terminal.shows(planned);
		terminal.press(consent);
		await terminal.shows(done);
		terminal.press('\r');
		await terminal.hides(done);
	};
	await terminal.shows('All migrations are applied');
	const before = [schema(), applied(), orders()];
	const withoutCity = [
		{id: 1, name: 'Ann'},
		{id: 2, name: 'Bob'},
	];

	await does('jB', '- shop.0002_city', 'db.sqlite3\r', 'Migrate shop 0001_initial: 1 of 1 done');
	await terminal.shows('1 unapplied migration: shop');
	assert.deepEqual(shop.rows('select * from customer'), withoutCity);
	await does('M', '+ shop.0002_city', 'y', 'Migrate: 1 of 1 done');
	await terminal.shows('All migrations are applied');
	assert.deepEqual([schema(), applied(), orders()], before);

	await does('B', '- shop.0002_city', 'db.sqlite3\r', 'Migrate shop 0001_initial: 1 of 1 done');
	await terminal.shows('1 unapplied migration: shop');
	await does('jF', 'Recorded as applied only: nothing runs.', 'y', /shop\.0002_city +FAKED/);
	await terminal.shows('All migrations are applied');
	assert.deepEqual(shop.rows('select * from customer'), withoutCity);
	assert.deepEqual([applied(), orders()], before.slice(1));
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});
