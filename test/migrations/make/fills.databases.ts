import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {books, insertBooks} from '../../support/backfills.ts';
import {commandLine} from '../../support/command-line.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, type Server, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';

async function filledShop(t: TestContext, server: Server, entities = books) {
	const {driver, host, port, user} = server;
	const {name, rows} = await makeDatabase(t, server);
	const shop = makeShop(t, entities, {driver, host, port, user, name});
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	const read = (file: string) => readFileSync(path.join(shop.root, 'shop', file), 'utf8');
	return {shop, rows, read};
}

for (const server of servers) {
	const {driver} = server;
	const options = {skip: skipWithout(`a ${driver} server`, isThere(server))};

	test(
		`${driver}: with --online, values of rows are filled between two migrations`,
		options,
		async t => {
			const {shop, rows, read} = await filledShop(t, server);
			await rows(insertBooks(1, 500));
			await rows("update book set isbn = 'known' where id > 400");
			shop.entities(
				books
					.replace('isbn: p.string().nullable()', 'isbn: p.string()')
					.replace('\tn: p', '\tslug: p.string(),\n\t\tn: p'),
			);
			const words = ['makemigrations', '--online', '--default', "shop.Book.isbn='why?'"];
			const {stdout} = await shop.run([
				...words,
				'--default',
				"shop.Book.slug=concat('s', id, '?')",
			]);
			assert.match(
				stdout,
				/shop\/backfills\/0003_fill_book_\w+\.ts\n {4}~ Fill property \w+ on book/,
			);
			assert.match(stdout, /shop\/backfills\/0004_fill_book_\w+\.ts/);
			const first = read('migrations/0002_book_slug.ts');
			assert.doesNotMatch(first, /update|not null/i);
			assert.match((await shop.run(['makemigrations'])).stdout, /No changes detected/);
			await shop.run(['migrate']);
			const found = await rows('select id, isbn, slug from book order by id');
			assert.deepEqual(found[0], {id: 1, isbn: 'why?', slug: 's1?'});
			assert.deepEqual(found[449], {id: 450, isbn: 'known', slug: 's450?'});
			await assert.rejects(rows("insert into book (id, code, isbn, n) values (501, 'x', 'y', 0)"));
			assert.match((await shop.run(['driftcheck'])).stdout, /No drift|no differ/i);
			await shop.run(['migrate', 'shop', '0001', '--allow-data-loss']);
			const [column] = await rows(
				`select is_nullable as nullable from information_schema.columns where table_name = 'book' and column_name = 'isbn' and table_schema in (${driver === 'postgresql' ? "'public'" : 'database()'})`,
			);
			assert.equal(column!.nullable ?? column!.NULLABLE, 'YES');
		},
	);

	test(
		`${driver}: rows of a large table are filled in batches, and those of a small one at once`,
		options,
		async t => {
			const {shop, rows, read} = await filledShop(t, server);
			const change = async () => {
				shop.entities(books.replace('isbn: p.string().nullable()', 'isbn: p.string()'));
				return shop.run(['makemigrations', '--dry-run', '--default', 'shop.Book.isbn=lower(code)']);
			};
			await rows(insertBooks(1, 10));
			assert.doesNotMatch((await change()).stdout, /backfills/);
			const series =
				driver === 'postgresql'
					? "insert into book (id, code, n) select i, concat('C', i), 0 from generate_series(11, 100001) as s(i)"
					: "insert into book (id, code, n) select seq, concat('C', seq), 0 from seq_11_to_100001";
			await rows(series);
			assert.match((await change()).stdout, /backfills\/0002_fill_book_isbn\.ts/);
			await shop.run(['makemigrations', '--default', 'shop.Book.isbn=lower(code)']);
			assert.equal(
				read('backfills/0002_fill_book_isbn.ts'),
				`import { raw } from '@mikro-orm/core';
import { defineBackfill } from 'quarterdeck';

export default defineBackfill({
  entity: 'Book',
  dependencies: ['shop.0001_initial'],
  where: { isbn: null },
  run: { isbn: raw('lower(code)') },
});
`,
			);
			assert.match(
				read('migrations/0003_alter_book_isbn.ts'),
				/dependencies = \['shop\.0002_fill_book_isbn'\]/,
			);
			const {code, stderr} = await commandLine(shop.root, ['migrate']);
			assert.equal(code, 0, stderr);
			const [counts] = await rows(
				"select count(*) as count from book where isbn = lower(concat('C', id))",
			);
			assert.equal(Number(counts!.count), 100_001);
		},
	);

	// No other database adds such a column without looking at the rows.
	if (driver !== 'postgresql') continue;
	test(`${driver}: a default for each row is filled in batches`, options, async t => {
		const {shop, rows, read} = await filledShop(t, server);
		await rows(insertBooks(1, 30));
		shop.entities(
			books.replace('\tn: p', "\ttoken: p.uuid().defaultRaw('gen_random_uuid()'),\n\t\tn: p"),
		);
		await shop.run(['makemigrations', '--online', '--name', 'token']);
		assert.match(read('backfills/0003_token_fill.ts'), /run: \{ token: raw\('default'\) \}/);
		await shop.run(['migrate']);
		const [counts] = await rows('select count(distinct token) as count from book');
		assert.equal(Number(counts!.count), 30);
	});
}
