import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {stopTime} from '../../support/clock.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {cliFile} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop} from '../../support/shop.ts';

const esc = '\u001B';

test('a rename, a NULL that is forbidden and a default are answered in turn; Esc goes one question back', async t => {
	const shop = makeShop(t, customers('bio: p.text().nullable(), nick: p.string().nullable()'));
	await shop.run(['makemigrations']);
	await runCommand(shop.root, 'migrate');
	shop.rows("insert into customer values (1, 'likes tea', null)");
	shop.entities(customers('about: p.text().nullable(), nick: p.string(), floor: p.integer()'));
	const {press, shows, hides, frame} = await mountDashboard(t, tutorialStatus({root: shop.root}), {
		root: shop.root,
		cli: cliFile,
	});
	await press('m');
	await shows('Was customer.bio renamed to customer.about');
	await shows('Esc cancel, nothing is written');
	await press('1');
	await shows("'floor'");
	await shows('Esc back to the previous question');
	await press(esc);
	await shows('Was customer.bio renamed');
	await press('1');
	await shows('1 row exists.');
	await press('7\r');
	await shows('1 row has NULL.');
	await press(esc);
	await shows('SQL expression 7 _');
	await press('\u007F8\r');
	await shows("'nick'");
	await press('nobody\r');
	await shows('nobody is not a value in SQL');
	await press(esc);
	await shows('SQL expression nobody _');
	// A y of what is typed ahead must not write anything.
	const time = stopTime(t);
	await press('\u007F'.repeat(6), "'nobody'\r", "'y");
	await shows('y write it');
	await press('y');
	assert.match(frame(), /y write it/);
	time.goOn(701);
	await press(esc);
	await shows("SQL expression 'nobody' _");
	await press('\r');
	await shows('y write it');
	assert.equal(readdirSync(path.join(shop.root, 'shop/migrations')).length, 2, 'nothing before y');
	await press('y');
	await shows('✓ shop/migrations/0002');
	await press(esc);
	await hides('Make migrations');

	await runCommand(shop.root, 'migrate', [], {'allow-data-loss': true});
	assert.deepEqual(shop.rows('select * from customer'), [
		{id: 1, about: 'likes tea', nick: 'nobody', floor: 8},
	]);
});
