import assert from 'node:assert/strict';
import test from 'node:test';
import {customers, makeShop} from '../../support/shop.ts';

test('driftcheck reports an unreachable database, no drift, and drift', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	const {stderr} = await shop.run(['driftcheck'], 1);
	assert.match(stderr, /^Error: The sqlite database .*db\.sqlite3 cannot be used: .*not exist yet/);
	await shop.run(['migrate']);
	assert.equal((await shop.run(['driftcheck'])).stdout, 'No drift detected\n');
	shop.rows('alter table customer add column age int');
	assert.equal(
		(await shop.run(['driftcheck', 'shop'], 1)).stdout,
		'shop\n  The column customer.age is in no migration.\n',
	);
	const {stdout} = await shop.run(['driftcheck', '--json'], 1);
	const {drift} = JSON.parse(stdout.split('\n')[0]!);
	assert.deepEqual(drift, [
		{app: 'shop', table: 'customer', text: 'The column customer.age is in no migration.'},
	]);
});
