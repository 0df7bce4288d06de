import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import test, {type TestContext} from 'node:test';
import {books, counting, makeBooks, writeBackfill} from '../../support/backfills.ts';
import {objects, quarterdeck} from '../../support/command.ts';
import {databases} from '../../support/databases.ts';
import {runCommand} from '../../support/run-command.ts';

for (const {driver, options, makeShop} of databases) {
	const on = (name: string, body: (t: TestContext) => Promise<void>) =>
		test(`${driver}: ${name}`, options, body);

	on('a backfill fills each row once, between the migrations around it', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 2500);
		writeBackfill(shop, '0003_count', `${counting}, where: {isbn: null}`);
		shop.migration('0004_seen', {
			dependencies: ['shop.0003_count'],
			up: "this.addSql('create table seen as select min(n) as least, max(n) as most, count(*) as count from book');",
		});
		const {stdout} = await shop.run(['migrate']);
		assert.match(stdout, /Applying shop\.0003_count\.\.\.\n.*2,500 of 2,500 rows.* OK\n/);
		const [seen] = await rows('select least, most, count from seen');
		assert.deepEqual([seen!.least, seen!.most, Number(seen!.count)], [1, 1, 2500]);
		await assert.rejects(rows('select * from quarterdeck_backfills'));
	});

	on('its own code changes the entities of a batch', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 450);
		writeBackfill(
			shop,
			'0003_isbn',
			`entity: 'Book', where: {id: {$gt: 50}}, batch: 70, run: books => {
				for (const book of books) { book.n++; book.isbn = book.code.toLowerCase() + '/' + books.length; }
			}`,
		);
		await shop.run(['migrate']);
		const found = await rows('select id, n, isbn from book order by id');
		assert.deepEqual(
			found.map(({n}) => n),
			[...Array(50).fill(0), ...Array(400).fill(1)],
		);
		assert.equal(found[119]!.isbn, 'c120/70');
	});

	for (const [kind, run] of [
		['in SQL', "{n: raw('n + 1')}"],
		['in code', 'lines => { for (const line of lines) line.n++; }'],
	]) {
		on(`composite and uuid keys are walked through once, ${kind}`, async t => {
			const {shop, rows} = await makeShop(
				t,
				`export const Line = defineEntity({
	name: 'Line',
	properties: {order: p.bigint().primary(), article: p.string().primary(), n: p.integer()},
});
export const Token = defineEntity({
	name: 'Token',
	properties: {id: p.uuid().primary(), n: p.integer()},
});`,
			);
			await shop.run(['makemigrations']);
			// MikroORM itself reads such a number on SQLite as another one.
			const isExact = driver !== 'sqlite' || kind === 'in SQL';
			const order = isExact ? 9_007_199_254_740_993n : 9_000_000_000n;
			const quote = driver === 'mariadb' ? '`order`' : '"order"';
			const lines = Array.from({length: 1000}, (_, index) => {
				return `(${order + BigInt(index >> 3)}, 'it''s ?${index % 8}', 0)`;
			});
			const tokens = Array.from({length: 1000}, () => `('${crypto.randomUUID()}', 0)`);
			const inserts = [
				`insert into line (${quote}, article, n) values ${lines.join(', ')}`,
				`insert into token (id, n) values ${tokens.join(', ')}`,
			];
			shop.migration('0002_rows', {
				dependencies: ['shop.0001_initial'],
				up: inserts.map(sql => `this.addSql(${JSON.stringify(sql)});`).join(' '),
			});
			writeBackfill(shop, '0003_lines', `entity: 'Line', run: ${run}, batch: 101`);
			writeBackfill(shop, '0004_tokens', `entity: 'Token', run: ${run}, batch: 101`);
			await shop.run(['migrate']);
			for (const table of ['line', 'token']) {
				const [counts] = await rows(
					`select count(*) as count, min(n) as least, max(n) as most from ${table}`,
				);
				assert.deepEqual([Number(counts!.count), counts!.least, counts!.most], [1000, 1, 1], table);
			}
		});
	}

	on('a killed run goes on where it stopped', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 1000);
		writeBackfill(
			shop,
			'0003_count',
			`entity: 'Book', batch: 90, run: books => {
				for (const book of books) book.n++;
				if (books[0].id > 400 && process.env.KILL) process.kill(process.pid, 'SIGKILL');
			}`,
		);
		const killed = await quarterdeck(shop.root, ['migrate'], {env: {KILL: '1'}});
		assert.equal(killed.code, null);
		const [before] = await rows('select count(*) as count from book where n = 1');
		assert.equal(Number(before!.count), 450);
		const {stdout} = await shop.run(['showmigrations']);
		assert.match(stdout, / \[ \] 0003_count \(backfill, 450 of 1,000 rows\)/);
		assert.match((await shop.run(['status'])).stdout, /0003_count \(backfill, 450 of 1,000 rows\)/);
		const again = await quarterdeck(shop.root, ['migrate']);
		assert.equal(again.code, 0, again.stderr);
		const [after] = await rows(
			'select count(*) as count, min(n) as least, max(n) as most from book',
		);
		assert.deepEqual([Number(after!.count), after!.least, after!.most], [1000, 1, 1]);
		assert.match((await shop.run(['showmigrations'])).stdout, / \[X\] 0003_count \(backfill\)\n/);
	});

	on('an interrupted run ends after its batch, and the next one goes on', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 1000);
		writeBackfill(shop, '0003_count', `${counting}, batch: 60`);
		const abort = new AbortController();
		// It is asked before each batch.
		let asked = 0;
		const signal = new Proxy(abort.signal, {
			get: (target, key) => {
				if (key === 'aborted' && ++asked === 12) abort.abort();
				const value = Reflect.get(target, key, target);
				return typeof value === 'function' ? value.bind(target) : value;
			},
		});
		const {code, events, ran} = await runCommand(shop.root, 'migrate', [], {}, {signal});
		assert.equal(code, 130);
		assert.ok(!ran.includes('shop.0003_count'));
		assert.match(events.at(-1).text, /^Interrupted: shop\.0003_count has filled \d+ of 1,000 rows/);
		const [before] = await rows('select count(*) as count from book where n = 1');
		assert.ok(Number(before!.count) > 0 && Number(before!.count) < 1000);
		await shop.run(['migrate']);
		const [after] = await rows('select min(n) as least, max(n) as most from book');
		assert.deepEqual([after!.least, after!.most], [1, 1]);
	});

	const late = (run: string) => `entity: 'Book', batch: 100, ${run}
		for (const book of books) { book.n++; book.isbn = 'i' + book.id; }
		if (books.some(({id}) => id === 300)) await em.insert('Book', {id: 1, code: 'late', n: 0});
	}`;

	on(
		'rows that came behind it are filled as well, if filled rows are no longer asked for',
		async t => {
			const {shop, rows} = await makeShop(t, books);
			await makeBooks(shop, 500, 2);
			writeBackfill(shop, '0003_isbn', late('where: {isbn: null}, run: async (books, em) => {'));
			await shop.run(['migrate']);
			const found = await rows('select n from book order by id');
			assert.deepEqual(
				found.map(({n}) => n),
				Array(500).fill(1),
			);
		},
	);

	on('no row is filled twice if filled rows are still asked for', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 500, 2);
		writeBackfill(shop, '0003_isbn', late('where: {n: {$lt: 3}}, run: async (books, em) => {'));
		await shop.run(['migrate']);
		const found = await rows('select n from book order by id');
		assert.deepEqual(
			found.map(({n}) => n),
			[0, ...Array(499).fill(1)],
		);
	});

	on('a batch that fails is rolled back, and those before it stay', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 500);
		const code = `entity: 'Book', batch: 100, run: books => {
			for (const book of books) { book.n++; if (book.id === 350) throw new Error('no such book'); }
		}`;
		const file = writeBackfill(shop, '0003_count', code);
		const failed = await quarterdeck(shop.root, ['migrate']);
		assert.equal(failed.code, 1);
		assert.match(failed.stderr, /no such book/);
		assert.match(failed.stderr, /Its last batch was rolled back\. 300 rows stay filled/);
		writeFileSync(file, readFileSync(file, 'utf8').replace('book.id === 350', 'false'));
		const asked = await quarterdeck(shop.root, ['migrate']);
		assert.equal(asked.code, 3);
		assert.match(asked.stderr, /0003_count was edited when it had filled 300 of 500 rows/);
		const resumed = await quarterdeck(shop.root, ['migrate', '--resume']);
		assert.equal(resumed.code, 0, resumed.stderr);
		const [after] = await rows('select min(n) as least, max(n) as most from book');
		assert.deepEqual([after!.least, after!.most], [1, 1]);
	});

	on('a plan shows the statement of a batch and how many rows there are', async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 30);
		await shop.run(['migrate']);
		writeBackfill(shop, '0003_count', `${counting}, where: {id: {$gt: 10}}`);
		const {stdout} = await shop.run(['migrate', '--plan']);
		assert.match(stdout, /shop\.0003_count \(backfill\)\n {4}Fills 20 rows of Book\./);
		assert.match(
			stdout,
			/update .book. set .n. = n \+ 1 where .id. > 10 and .id. > \? and .id. <= \?;/,
		);
		const [plan] = objects(await shop.run(['migrate', '--plan', '--json']));
		assert.deepEqual(plan.steps[0].backfill, {entity: 'Book', rows: 20});
		const [book] = await rows('select max(n) as most from book');
		assert.equal(book!.most, 0);
		await shop.run(['migrate']);
		const back = await shop.run(['migrate', 'shop', '0002', '--plan']);
		assert.match(back.stdout, /Undo shop\.0003_count \(backfill\)\n {4}Its rows stay as they are/);
		await shop.run(['migrate', 'shop', '0002']);
		assert.match((await shop.run(['showmigrations'])).stdout, / \[ \] 0003_count \(backfill\)\n/);
		const [left] = await rows('select max(n) as most from book');
		assert.equal(left!.most, 1);
	});
}
