import assert from 'node:assert/strict';
import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {customers, makeShop} from '../../support/shop.ts';

test("an author's consent lets a run proceed, for the codes that it names", async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada'), (2, 'Bob')");
	const migration = (sql: string, accepts: string) =>
		shop.migration('0002_delete', {
			dependencies: ['shop.0001_initial'],
			accepts,
			up: `this.addSql(${JSON.stringify(sql)});`,
		});

	migration('delete from customer where id = 1', '');
	const asked = await shop.run(['migrate', '--noinput'], 3);
	assert.match(asked.stderr, /shop\.0002_delete: Deletes 1 row of customer\. \(DL015\)/);
	assert.match(asked.stderr, /static accepts = \{DL015: 'the reason'\};/);

	migration('delete from customer where id = 1', "{DL001: 'another'}");
	await shop.run(['migrate', '--noinput'], 3);
	assert.equal(shop.rows('select * from customer').length, 2);

	migration('delete from customer where id = 1', "{DL015: 'customers of 2019 are archived'}");
	const [plan] = objects(await shop.run(['migrate', '--plan', '--json']));
	assert.partialDeepStrictEqual(plan.steps[0].warnings, [
		{code: 'DL015', rows: 1, accepted: 'customers of 2019 are archived'},
	]);
	const {stdout} = await shop.run(['migrate', '--noinput']);
	assert.match(stdout, /Accepted in the migration: customers of 2019 are archived\. \(DL015\)/);
	assert.deepEqual(
		shop.rows('select name from customer').map(({name}) => name),
		['Bob'],
	);
	const backups = path.join(shop.root, '.quarterdeck/backups');
	assert.ok(existsSync(backups) && readdirSync(backups).length > 0);

	// It says nothing about what the migration does: it may be added later.
	migration('delete from customer where id = 1', '');
	assert.doesNotMatch((await shop.run(['showmigrations'])).stdout, /edited/);
});
