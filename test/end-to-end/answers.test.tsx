import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {tutorialStatus} from '../support/dashboard.ts';
import {mountDashboard} from '../support/mounted-dashboard.tsx';
import {cliFile} from '../support/project.ts';
import {runCommand} from '../support/run-command.ts';
import {customers, makeShop} from '../support/shop.ts';

test('the answers to a rename, a default and a NULL reach the migration', async t => {
	const shop = makeShop(t, customers('bio: p.text().nullable(), nick: p.string().nullable()'));
	await shop.run(['makemigrations']);
	await runCommand(shop.root, 'migrate');
	shop.rows("insert into customer values (1, 'likes tea', null)");
	shop.entities(customers('about: p.text().nullable(), nick: p.string(), floor: p.integer()'));
	const {press, shows} = await mountDashboard(t, tutorialStatus({root: shop.root}), {
		root: shop.root,
		cli: cliFile,
	});
	await press('m');
	await shows('Was customer.bio renamed to customer.about');
	await press('1');
	await shows('1 row exists.');
	await press('8\r');
	await shows('1 row has NULL.');
	await press("'nobody'\r");
	await shows('y write it');
	assert.equal(readdirSync(path.join(shop.root, 'shop/migrations')).length, 2, 'nothing before y');
	await press('y');
	await shows('✓ shop/migrations/0002');
	await runCommand(shop.root, 'migrate', [], {'allow-data-loss': true});
	assert.deepEqual(shop.rows('select * from customer'), [
		{id: 1, about: 'likes tea', nick: 'nobody', floor: 8},
	]);
});
