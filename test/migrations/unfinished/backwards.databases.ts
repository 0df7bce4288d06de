import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {openStatus} from '../../../source/status/collect.ts';
import {databases} from '../../support/databases.ts';
import type {Shop} from '../../support/shop.ts';

const addSql = (...sql: string[]) =>
	sql.map(text => `this.addSql(${JSON.stringify(text)});`).join('\n');

for (const {driver, options, makeShop} of databases) {
	/** The second of two, whose way back fails at its second statement. */
	const twoMigrations = async (shop: Shop, down: string[]) => {
		shop.migration('0001_one', {
			up: addSql('create table one (id int)'),
			down: addSql('drop table one'),
		});
		const untransacted = `${addSql(...down)}
	}

	override isTransactional() {
		return false;`;
		shop.migration('0002_two', {
			dependencies: ['shop.0001_one'],
			up: addSql('create table two (id int)', 'create table three (id int)'),
			down: isMysqlFamily(driver) ? addSql(...down) : untransacted,
		});
	};
	const wrong = ['drop table two', 'drop table missing', 'drop table three'];
	const right = ['drop table two', 'drop table if exists missing', 'drop table three'];

	test(
		`${driver}: an interrupted way back is reported, and continues where it was`,
		options,
		async t => {
			const {shop, rows} = await makeShop(t);
			await twoMigrations(shop, wrong);
			await shop.run(['migrate']);
			assert.equal((await shop.run(['migrate', '--check'])).stdout, '');
			const failed = await shop.run(['migrate', 'shop', 'zero'], 1);
			assert.match(failed.stdout, /Unapplying shop\.0002_two\.\.\. FAILED\n$/);
			assert.match(failed.stderr, /NOT rolled back, still in the database:\n {4}drop table two\n/);
			assert.deepEqual(await names(rows), ['shop.0001_one', 'shop.0002_two']);

			const check = await shop.run(['migrate', '--check'], 1);
			assert.equal(check.stdout, 'shop.0002_two is only partly unapplied.\n');
			assert.equal(
				(await shop.run(['migrate', 'shop', 'zero', '--check'], 1)).stdout,
				'shop.0002_two is only partly unapplied. 2 to unapply: shop.0002_two, shop.0001_one\n',
			);
			const {problems} = await (await openStatus(shop.root)).read();
			assert.deepEqual(
				problems.map(({code}) => code),
				['unfinished-migration'],
			);
			const asked = await shop.run(['migrate', 'shop', 'zero'], 3);
			assert.match(
				asked.stderr,
				/^shop\.0002_two is only partly unapplied\. \S+@\S+ started it at .* UTC\.\nStill in the database:\n {2}drop table two\nStatement 2 of 3 failed/,
			);
			assert.match(asked.stderr, /--mark-applied records it as unapplied/);

			await twoMigrations(shop, right);
			const resumed = await shop.run(['migrate', '--resume']);
			assert.match(resumed.stdout, /Unapplying shop\.0002_two\.\.\. OK\n/);
			assert.doesNotMatch(resumed.stdout, /Applying/, 'what it took back is not applied again');
			assert.deepEqual(await names(rows), ['shop.0001_one']);
			await assert.rejects(async () => rows('select * from three'));
			assert.match((await shop.run(['migrate'])).stdout, /Applying shop\.0002_two\.\.\. OK/);
		},
	);

	test(`${driver}: it is marked as unapplied, or started over`, options, async t => {
		const {shop, rows} = await makeShop(t);
		await twoMigrations(shop, wrong);
		await shop.run(['migrate']);
		await shop.run(['migrate', 'shop', '0001'], 1);
		await rows('create table two (id int)');
		await twoMigrations(shop, right);
		const again = await shop.run(['migrate', '--start-over', '--allow-data-loss']);
		assert.match(again.stdout, /Unapplying shop\.0002_two\.\.\. OK\n$/);
		assert.deepEqual(await names(rows), ['shop.0001_one']);

		await twoMigrations(shop, wrong);
		await shop.run(['migrate']);
		await shop.run(['migrate', 'shop', 'zero'], 1);
		await rows('drop table three');
		const marked = await shop.run(['migrate', 'shop', 'zero', '--mark-applied']);
		assert.match(
			marked.stdout,
			/Unapplying shop\.0002_two\.\.\. FAKED\n(?:.*\n)*.*Unapplying shop\.0001_one\.\.\. OK\n$/,
		);
		assert.deepEqual(await names(rows), []);
		await assert.rejects(async () => rows('select * from quarterdeck_notes'));
	});
}

type Rows = (sql: string) => Promise<Record<string, any>[]>;

async function names(rows: Rows): Promise<string[]> {
	return (await rows('select name from mikro_orm_migrations order by id')).map(({name}) => name);
}
