import assert from 'node:assert/strict';
import {cpSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {databases} from '../support/databases.ts';
import {lacksDrivers} from '../support/requires.ts';
import {runCommand} from '../support/run-command.ts';
import {customers, makeShop} from '../support/shop.ts';

const entities = customers(
	"name: p.string().length(40).unique(), born: p.datetime().nullable(), note: p.text().default('it\\'s'), rank: p.decimal().precision(8).scale(2).index()",
);

for (const {driver, options, makeShop: makeShopOn} of databases) {
	test(
		`${driver}: migrations that were written without the server run on it, squashed or not`,
		options,
		async t => {
			if (lacksDrivers(t, 'sqlite', 'postgresql', 'mysql', 'mariadb')) return;
			const author = makeShop(t, entities);
			const run = async (root: string, name: string, words: string[] = [], options = {}) => {
				const outcome = await runCommand(root, name, words, options);
				assert.equal(outcome.code, 0, `${name}: ${JSON.stringify(outcome.events)}`);
				return outcome;
			};
			await run(author.root, 'makemigrations', [], {dialect: ['all']});
			await run(author.root, 'makemigrations', ['shop'], {empty: true, name: 'note'});
			const {shop} = await makeShopOn(t, entities);
			const deploy = () =>
				cpSync(path.join(author.root, 'shop/migrations'), path.join(shop.root, 'shop/migrations'), {
					recursive: true,
				});
			deploy();
			assert.equal((await run(shop.root, 'migrate')).ran.length, 2);
			await run(shop.root, 'driftcheck');
			assert.equal((await run(shop.root, 'makemigrations', [], {check: true})).code, 0);
			await run(shop.root, 'migrate', ['shop', 'zero']);
			await run(author.root, 'squashmigrations', ['shop', '0002'], {noinput: true});
			deploy();
			const {ran} = await run(shop.root, 'migrate');
			assert.deepEqual(ran, ['shop.0001_squashed_0002_note']);
			await run(shop.root, 'driftcheck');
			await run(shop.root, 'migrate', ['shop', 'zero']);
		},
	);
}

for (const {driver, options, makeShop: makeShopOn} of databases) {
	if (driver === 'sqlite') continue;
	test(
		`sqlite to ${driver}: an app that outgrows its database is made for the next one`,
		options,
		async t => {
			const shop = makeShop(t, entities);
			const run = (root: string, name: string, words: string[] = [], options = {}) =>
				runCommand(root, name, words, options);
			await run(shop.root, 'makemigrations');
			await run(shop.root, 'migrate');
			await run(shop.root, 'makemigrations', ['shop'], {empty: true, name: 'note'});
			await assert.rejects(run(shop.root, 'makemigrations', [], {dialect: [driver]}), {
				code: 'no-dialect',
				hint: new RegExp(`squashmigrations shop LAST --dialect ${driver}`),
			});
			const {shop: tooSoon} = await makeShopOn(t, entities);
			const from = path.join(shop.root, 'shop/migrations');
			cpSync(from, path.join(tooSoon.root, 'shop/migrations'), {recursive: true});
			await assert.rejects(run(tooSoon.root, 'makemigrations'), {
				code: 'snapshot',
				hint: /^They are for sqlite\. With the settings of that database, 'quarterdeck squash/,
			});
			const flags = {noinput: true, dialect: [driver]};
			await run(shop.root, 'squashmigrations', ['shop', '0002'], flags);
			assert.deepEqual((await run(shop.root, 'migrate')).ran, ['shop.0002_note'], 'as before');
			const {shop: next} = await makeShopOn(t, entities);
			cpSync(from, path.join(next.root, 'shop/migrations'), {recursive: true});
			assert.deepEqual((await run(next.root, 'migrate')).ran, ['shop.0001_squashed_0002_note']);
			assert.equal((await run(next.root, 'driftcheck')).code, 0);
			assert.equal((await run(next.root, 'makemigrations', [], {check: true})).code, 0);
		},
	);
}
