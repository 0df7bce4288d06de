import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';
import {customers} from '../../support/shop.ts';

const rich =
	'name: p.string().length(80), note: p.text().nullable(), age: p.smallint().default(3), price: p.decimal(), at: p.datetime(), on: p.date(), is: p.boolean(), facts: p.json(), big: p.bigint()';

for (const {driver, options, makeShop} of databases) {
	test(
		`${driver}: tables that are there are recorded, if their columns are the same`,
		options,
		async t => {
			const {shop, rows} = await makeShop(t, customers(rich));
			await shop.run(['makemigrations']);
			await shop.run(['migrate']);
			await rows('delete from mikro_orm_migrations');
			assert.match(
				(await shop.run(['migrate', '--fake-initial'])).stdout,
				/Applying shop\.0001_initial\.\.\. FAKED\n/,
			);
			await rows('delete from mikro_orm_migrations');
			const note = isMysqlFamily(driver) ? '`note`' : '"note"';
			await rows(`alter table customer drop column ${note}`);
			assert.match(
				(await shop.run(['migrate', '--fake-initial'], 1)).stderr,
				/^Error: The tables of shop\.0001_initial exist, but they differ: customer has no column note\.\n/,
			);
			assert.deepEqual(await rows('select * from mikro_orm_migrations'), []);
			await rows('drop table customer_order');
			await rows('drop table customer');
			assert.match(
				(await shop.run(['migrate', '--fake-initial'])).stdout,
				/Applying shop\.0001_initial\.\.\. OK\n/,
			);
		},
	);
}

test('sqlite: a table whose columns have other types does not count as existing', async t => {
	const [{makeShop}] = databases as [(typeof databases)[0]];
	const {shop, rows} = await makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await rows('create table customer (id integer primary key, name integer)');
	await rows('create table customer_order (id integer primary key, customer_id integer)');
	assert.match(
		(await shop.run(['migrate', '--fake-initial'], 1)).stderr,
		/they differ: customer\.name is integer, not text\./,
	);
});
