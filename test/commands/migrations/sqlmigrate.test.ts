import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {customers, makeShop} from '../../support/shop.ts';

test('sqlmigrate prints the SQL of one migration, up and down, without touching the database', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	const {stdout} = await shop.run(['sqlmigrate', 'shop', '0001']);
	assert.match(stdout, /^BEGIN;\ncreate table `customer` \(.*\);\n(?:.*\n)*COMMIT;\n$/);
	const [down] = objects(await shop.run(['sqlmigrate', 'shop', '0001', '--backwards', '--json']));
	assert.deepEqual(
		{...down, sql: down.sql.toSorted()},
		{
			migration: 'shop.0001_initial',
			direction: 'backwards',
			sql: ['drop table if exists `customer_order`;', 'drop table if exists `customer`;'].sort(),
			runsCode: false,
			transactional: true,
			dependencies: [],
		},
	);
	assert.ok(!existsSync(path.join(shop.root, 'db.sqlite3')));
});

test('sqlmigrate marks code, and reports empty, unknown and missing migrations', async t => {
	const shop = makeShop(t);
	shop.migration('0001_code', {up: "await this.execute('delete from customer');"});
	shop.migration('0002_nothing', {dependencies: ['shop.0001_code'], up: ''});
	const {stdout, stderr} = await shop.run(['sqlmigrate', 'shop', '0001']);
	assert.match(stdout, /^-- .*import[\s\S]*\n--.*execute\('delete from customer'\);\n/);
	assert.ok(
		stdout
			.trimEnd()
			.split('\n')
			.every(line => line.startsWith('--')),
	);
	assert.match(stderr, /^shop\.0001_code runs code, cannot be previewed \(DL017\)/);
	assert.equal((await shop.run(['sqlmigrate', 'shop', '0002'])).stderr, 'No operations found.\n');
	assert.match(
		(await shop.run(['sqlmigrate', 'shop', '0003'], 1)).stderr,
		/Cannot find a migration matching '0003'/,
	);
	assert.match((await shop.run(['sqlmigrate', 'shop'], 2)).stderr, /^Error: NAME is missing\.\n/);
});
