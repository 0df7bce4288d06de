import assert from 'node:assert/strict';
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject} from '../support/dashboard.ts';
import {makeShopOfItems} from '../support/shop.ts';

test('a dashboard waits for a project that goes away', async t => {
	const {root} = makeShopOfItems(t);
	const terminal = openProject(t, root, {columns: 100, rows: 30});
	await terminal.shows('You have 2 unapplied migration(s)');
	const settings = path.join(root, 'settings.ts');

	renameSync(settings, `${settings}.away`);
	await terminal.shows('The project is gone, and is shown again when it is back');
	terminal.press('M');
	await terminal.shows('The project is gone.');
	renameSync(`${settings}.away`, settings);
	await terminal.shows('2 unapplied migrations: shop');

	renameSync(root, `${root}-away`);
	await terminal.shows('The project is gone, and is shown again when it is back');
	assert.equal(existsSync(root), false, 'nothing brings it back');
	renameSync(`${root}-away`, root);
	await terminal.shows('2 unapplied migrations: shop');

	rmSync(path.join(root, 'shop'), {recursive: true});
	await terminal.shows('settings.apps names ./shop');
	mkdirSync(path.join(root, 'shop'));
	writeFileSync(path.join(root, 'shop/entities.ts'), '');
	await terminal.shows('No migrations yet');

	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});
