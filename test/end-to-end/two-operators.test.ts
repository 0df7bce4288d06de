import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject} from '../support/dashboard.ts';
import {makeShopWithLongMigration} from '../support/long-migration.ts';
import {addSetting} from '../support/project.ts';

test('two operators see each other, what the other one runs, and one server', async t => {
	const shop = await makeShopWithLongMigration(t);
	writeFileSync(path.join(shop.root, 'urls.ts'), 'export default [];\n');
	addSetting(shop.root, 'server: {port: 0, spare: false}');
	const ann = openProject(t, shop.root);
	const bob = openProject(t, shop.root, {columns: 100, rows: 30});
	await ann.shows('also here: ');
	await bob.shows('also here: ');

	ann.press('M');
	await ann.shows('y run it');
	ann.press('y');
	await ann.shows(/Migrating: 0 of 1/);
	await bob.shows(/migrate +running +by/);
	await bob.shows('1 unapplied migration: shop');
	shop.finish();
	await ann.shows('Migrate: 1 of 1 done');
	await bob.shows('✓ migrate  1 applied');
	await bob.shows('All migrations are applied');

	ann.press('\u001B');
	ann.press('s');
	await bob.shows(/● running +http/);
	bob.press(':runserver --detach\r');
	await bob.shows('already running');
	bob.press('\u001B');
	bob.press('q');
	await bob.shows('leave');
	bob.press('d');
	assert.equal((await bob.exited).exitCode, 0);
	await ann.hides('also here: ');
	await ann.shows(/● running +http/);
	ann.press('q');
	await ann.shows('stop the server and quit');
	ann.press('s');
	assert.equal((await ann.exited).exitCode, 0);
});
