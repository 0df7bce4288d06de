import assert from 'node:assert/strict';
import test from 'node:test';
import {objects} from '../support/command.ts';
import {databases} from '../support/databases.ts';
import {customers} from '../support/shop.ts';
import {migrationIn, watch} from '../support/watch.ts';

for (const {driver, options, makeShop} of databases) {
	test(`${driver}: --watch reports hazards and drift`, options, async t => {
		const {shop, rows} = await makeShop(t, customers('name: p.string()'));
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		await rows("insert into customer (id, name) values (1, 'Ann'), (2, 'Bob')");
		const {newest} = watch(t, shop.root);
		const agrees = await newest('it was compared', ({drift}) => drift !== undefined);
		assert.deepEqual(agrees.drift, []);

		shop.entities(customers(''));
		await shop.run(['makemigrations', '--name', 'drop']);
		const id = 'shop.0002_drop';
		const warned = await newest('a warning', status => migrationIn(status, id)?.losesData === true);
		const [plan] = objects(await shop.run(['migrate', '--plan', '--json']));
		const {warnings} = migrationIn(warned, id)!;
		assert.deepEqual(warnings, plan.steps[0].warnings);
		assert.match(warnings[0]!.message, /Drops the column name of customer\. Its values in 2 rows/);

		await shop.run(['migrate', '--noinput', '--allow-data-loss']);
		const applied = await newest('it was compared again', ({drift}) => drift !== undefined);
		assert.deepEqual([applied.drift, migrationIn(applied, id)!.warnings], [[], []]);

		await rows('alter table customer add column age int');
		await rows('create table of_others (id int)');
		shop.entities(`${customers('')}\n`);
		const differs = await newest('it differs', ({drift}) => drift?.length === 1);
		const text = 'The column customer.age is in no migration.';
		assert.deepEqual(differs.drift, [{app: 'shop', text}]);
	});
}
