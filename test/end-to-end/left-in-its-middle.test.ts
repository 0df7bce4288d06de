import assert from 'node:assert/strict';
import test from 'node:test';
import {openProject} from '../support/dashboard.ts';
import {makeShopWithLongMigration} from '../support/long-migration.ts';

test('a migrate outlives its dashboard; the next one follows it, and a third shows its result', async t => {
	const shop = await makeShopWithLongMigration(t);
	const first = openProject(t, shop.root);
	await first.shows('1 unapplied');
	first.press('M');
	await first.shows('y run it');
	first.press('y');
	await first.shows(/● shop\.0001_initial +running/);
	first.kill('SIGHUP');
	assert.equal((await first.exited).exitCode, 129);

	const second = openProject(t, shop.root, {columns: 100, rows: 30});
	await second.shows(/● migrate +running +by/);
	await second.shows('1 running');
	await second.shows('1 unapplied migration: shop');
	second.press('4\r');
	await second.shows(/● shop\.0001_initial +running/);
	await second.shows('Migrating: 0 of 1 done');
	shop.finish();
	await second.shows(/✓ shop\.0001_initial +OK/);
	await second.shows('Migrate: 1 of 1 done');
	second.press('\rq');
	assert.equal((await second.exited).exitCode, 0);
	assert.deepEqual(shop.rows('select name from sqlite_master where name = ?', 'item'), [
		{name: 'item'},
	]);

	const third = openProject(t, shop.root, {columns: 80, rows: 24});
	await third.shows('All migrations are applied');
	await third.shows('✓ quarterdeck migrate  1 applied');
	third.press('4\r');
	await third.shows(/✓ shop\.0001_initial +OK/);
	third.press('\rq');
	assert.equal((await third.exited).exitCode, 0);
});
