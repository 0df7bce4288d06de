import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import test from 'node:test';
import {openProject, quit} from '../support/dashboard.ts';
import {makeShop} from '../support/shop.ts';

test('a partly applied migration is fixed and resumed, and no statement runs twice', async t => {
	const shop = makeShop(t);
	await shop.run(['makemigrations', 'shop', '--empty', '--name', 'initial']);
	const file = shop.migration('0001_initial', {
		up: `this.addSql('create table item (id integer primary key)');
		this.addSql('insert into itme values (1)');
		this.addSql('insert into item values (2)');
	}

	override isTransactional() {
		return false;`,
	});
	const terminal = openProject(t, shop.root);
	await terminal.shows('1 unapplied migration: shop');
	terminal.press('M');
	await terminal.shows('insert into itme values (1)');
	terminal.press('y');
	await terminal.shows(/shop\.0001_initial\s+FAILED/);
	await terminal.shows('Statement 2:');
	await terminal.shows('no such table: itme');
	await terminal.shows('NOT rolled back, still in the database:');
	assert.deepEqual(shop.rows('select * from item'), []);

	terminal.press('\u001B');
	await terminal.shows('M show how to continue');
	terminal.press('4\r');
	await terminal.shows('r resume after what ran');
	terminal.press('\u001B');
	await terminal.hides('resume');
	terminal.press('M');
	await terminal.shows('Migrate: shop.0001_initial did not finish');
	await terminal.shows('r resume after what ran');
	assert.doesNotMatch(terminal.screen(), /Migrate: FAILED|y run it/);

	writeFileSync(file, readFileSync(file, 'utf8').replace('itme', 'item'));
	terminal.press('r');
	await terminal.shows('quarterdeck migrate --resume');
	terminal.press('y');
	await terminal.shows('Migrate --resume: 1 of 1 done');
	terminal.press('\r');
	await terminal.shows('All migrations are applied');
	assert.deepEqual(shop.rows('select * from item'), [{id: 1}, {id: 2}]);
	await quit(terminal);
});
