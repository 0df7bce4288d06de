import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {books, counting, makeBooks, writeBackfill} from '../../support/backfills.ts';
import {objects} from '../../support/command.ts';
import {makeShop} from '../../support/shop.ts';

test('a backfill comes after what its name follows, or after what it says', async t => {
	const shop = makeShop(t, books);
	await makeBooks(shop, 3);
	writeBackfill(shop, '0003_count', counting);
	writeBackfill(shop, '0004_early', `dependencies: ['shop.0001_initial'], ${counting}`);
	const computed = writeBackfill(shop, '0005_computed', `...{dependencies: [first]}, ${counting}`);
	const text = readFileSync(computed, 'utf8');
	writeFileSync(computed, text.replace('export', "const first = 'shop.0001_initial';\n\nexport"));
	const {stdout} = await shop.run(['showmigrations', '--plan']);
	assert.equal(
		stdout,
		[
			...['[ ]  shop.0001_initial', '[ ]  shop.0002_books', '[ ]  shop.0003_count (backfill)'],
			...['[ ]  shop.0004_early (backfill)', '[ ]  shop.0005_computed (backfill)', ''],
		].join('\n'),
	);
	await shop.run(['migrate', 'shop', '0001']);
	const plan = async (name: string) => {
		const [{steps}] = objects(await shop.run(['migrate', 'shop', name, '--plan', '--json'])) as any;
		return steps.map(({migration}: any) => migration);
	};
	assert.deepEqual(await plan('0003'), ['shop.0002_books', 'shop.0003_count']);
	assert.deepEqual(await plan('0004'), ['shop.0004_early']);
	assert.deepEqual(await plan('0005'), ['shop.0005_computed']);
});

test('a new migration comes after the backfills before it, and is the only leaf', async t => {
	const shop = makeShop(t, books);
	await makeBooks(shop, 3);
	writeBackfill(shop, '0003_count', counting);
	writeBackfill(shop, '0004_again', counting);
	assert.match((await shop.run(['makemigrations'])).stdout, /No changes detected/);
	shop.entities(
		books.replace('n: p.integer()', 'title: p.string().nullable(),\n\t\tn: p.integer()'),
	);
	await shop.run(['makemigrations', '--name', 'title']);
	const file = path.join(shop.root, 'shop/migrations/0005_title.ts');
	assert.match(readFileSync(file, 'utf8'), /dependencies = \['shop\.0004_again'\]/);
	assert.match((await shop.run(['makemigrations'])).stdout, /No changes detected/);
	await shop.run(['migrate']);
	assert.deepEqual(shop.rows('select min(n) as least, max(n) as most from book'), [
		{least: 2, most: 2},
	]);
});

test('a migration and a backfill of one name are refused', async t => {
	const shop = makeShop(t, books);
	await makeBooks(shop, 3);
	writeBackfill(shop, '0002_books', counting);
	const {stderr} = await shop.run(['migrate'], 1);
	assert.match(stderr, /shop\.0002_books is both a migration and a backfill\./);
});

test('a backfill that is none, or of no entity, is refused before a row is changed', async t => {
	const shop = makeShop(t, books);
	await makeBooks(shop, 3);
	await shop.run(['migrate']);
	writeBackfill(shop, '0003_none', "run: {n: 1}, entity: ''");
	assert.match((await shop.run(['migrate'], 1)).stderr, /shop\.0003_none exports no backfill/);
	const other = makeShop(t, books);
	await makeBooks(other, 3);
	writeBackfill(other, '0003_page', "entity: 'Page', run: {n: 1}");
	const {stderr} = await other.run(['migrate'], 1);
	assert.match(stderr, /fills Page, which is no entity with a table/);
});

test('--atomic is refused with a backfill, and --fake records it', async t => {
	const shop = makeShop(t, books);
	await makeBooks(shop, 3);
	writeBackfill(shop, '0003_count', counting);
	assert.match((await shop.run(['migrate', '--atomic'], 1)).stderr, /runs without a transaction/);
	await shop.run(['migrate', 'shop', '0002']);
	await shop.run(['migrate', '--fake']);
	assert.match((await shop.run(['showmigrations'])).stdout, /\[X\] 0003_count \(backfill\)/);
	assert.deepEqual(shop.rows('select max(n) as most from book'), [{most: 0}]);
});

test('a backfill is not squashed', async t => {
	const shop = makeShop(t, books);
	await makeBooks(shop, 3);
	writeBackfill(shop, '0003_count', counting);
	const {stderr} = await shop.run(['squashmigrations', 'shop', '0003', '--noinput'], 1);
	assert.match(stderr, /shop\.0003_count is a backfill, which cannot be squashed\./);
});
