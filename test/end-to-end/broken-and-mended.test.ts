import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject} from '../support/dashboard.ts';
import {customers, makeShop} from '../support/shop.ts';

test('a project breaks and is repaired while the dashboard is open', async t => {
	const {root, entities} = makeShop(t, customers('name: p.string()'));
	const settings = path.join(root, 'settings.ts');
	const good = readFileSync(settings, 'utf8');
	const terminal = openProject(t, root, {columns: 80, rows: 24});
	await terminal.shows('Changes not in a migration: shop');

	writeFileSync(settings, good.replace('apps:', 'apps'));
	await terminal.shows(/settings\.ts:\d+/);
	await terminal.shows('apps ["./shop"]');
	terminal.press('m');
	await terminal.shows('Fix the project first.');
	writeFileSync(settings, good);
	await terminal.shows('Changes not in a migration: shop');

	entities(`${customers('name: p.string()')}\nexport const broken = {a: 1 b: 2};`);
	await terminal.shows(/shop\/entities\.ts:\d+/);
	await terminal.shows('export const broken');
	entities(customers('name: p.string()'));
	await terminal.shows('Changes not in a migration: shop');

	writeFileSync(
		path.join(root, 'db.sqlite3'),
		'no database, but text, and more than a header of it',
	);
	await terminal.shows('DATABASE UNREACHABLE');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});
