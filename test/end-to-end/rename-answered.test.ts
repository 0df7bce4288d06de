import assert from 'node:assert/strict';
import test from 'node:test';
import {migrateByKeys, openProject, quit} from '../support/dashboard.ts';
import {customers, makeShop} from '../support/shop.ts';

test('a renamed property is asked about in the dashboard, and its rows are kept', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	const terminal = openProject(t, shop.root);
	await terminal.shows('Changes not in a migration: shop');
	terminal.press('m');
	await terminal.shows('+ Create entity Customer');
	terminal.press('y');
	await terminal.shows('✓ shop/migrations/0001_initial.ts');
	await migrateByKeys(terminal, 'create table `customer`');
	shop.rows("insert into customer (id, name) values (1, 'Ann'), (2, 'Bob')");
	shop.rows('insert into customer_order (id, customer_id) values (10, 1)');

	shop.entities(customers('fullName: p.string()'));
	await terminal.shows('Changes not in a migration: shop');
	terminal.press('m');
	await terminal.shows('Was customer.name renamed to customer.fullName');
	await terminal.shows('1  renamed to fullName');
	await terminal.shows('2  no, it was removed');
	terminal.press('1');
	await terminal.shows('y write it');
	terminal.press('y');
	await terminal.shows('✓ shop/migrations/0002');
	await migrateByKeys(terminal, 'y run it');
	assert.deepEqual(shop.rows('select id, full_name from customer order by id'), [
		{id: 1, full_name: 'Ann'},
		{id: 2, full_name: 'Bob'},
	]);
	assert.deepEqual(shop.rows('select * from customer_order'), [{id: 10, customer_id: 1}]);
	await quit(terminal);
});
