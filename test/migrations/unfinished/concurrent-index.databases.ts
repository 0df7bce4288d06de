import assert from 'node:assert/strict';
import test from 'node:test';
import {databases} from '../../support/databases.ts';

const index = 'create unique index concurrently "By_Name" on customer (name)';
const withoutTransaction = (...sql: string[]) => `${sql
	.map(text => `this.addSql(${JSON.stringify(text)});`)
	.join('\n')}
	}

	override isTransactional() {
		return false;`;

for (const {driver, options, makeShop} of databases) {
	if (driver !== 'postgresql') continue;

	test(
		'postgresql: an index that was left invalid is dropped and made anew, alone or resumed',
		options,
		async t => {
			const {shop, rows} = await makeShop(t);
			const state = async () =>
				(
					await rows(
						'select indisvalid from pg_index where indexrelid = to_regclass(\'"By_Name"\')',
					)
				)[0]?.indisvalid;
			const one = ["insert into customer values (1, 'Ada'), (2, 'Ada')"];
			shop.migration('0001_one', {
				up: `this.addSql('create table customer (id int, name text)'); ${one.map(sql => `this.addSql(\`${sql}\`);`)}`,
			});
			await shop.run(['migrate']);

			shop.migration('0002_alone', {
				dependencies: ['shop.0001_one'],
				up: withoutTransaction(index),
			});
			const failed = await shop.run(['migrate'], 1);
			assert.match(
				failed.stderr,
				/NOT rolled back, still in the database:\n {4}create unique index.* -- may have left an invalid index, which the next run drops first\n$/,
			);
			assert.equal(await state(), false, 'PostgreSQL leaves it invalid');
			await rows("update customer set name = 'Bob' where id = 2");
			assert.match((await shop.run(['migrate'])).stdout, /0002_alone\.\.\. OK/);
			assert.equal(await state(), true);

			await rows('drop index "By_Name"');
			await rows("update customer set name = 'Ada'");
			shop.migration('0003_more', {
				dependencies: ['shop.0002_alone'],
				up: withoutTransaction('create table log (id int)', index, 'create table last (id int)'),
			});
			await shop.run(['migrate'], 1);
			assert.equal(await state(), false);
			assert.match(
				(await shop.run(['migrate'], 3)).stderr,
				/Statement 2 of 3 failed: .*\n {2}create unique index concurrently/,
			);
			await rows("update customer set name = 'Bob' where id = 2");
			assert.match((await shop.run(['migrate', '--resume'])).stdout, /0003_more\.\.\. OK/);
			assert.equal(await state(), true);
			assert.deepEqual(await rows('select * from last'), []);
		},
	);
}
