import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {customers, makeShop} from '../../support/shop.ts';

const insert = "'insert into customer (id, name) values (1, 2)'";
const insertInto = `.execute(${insert})`;
/** Ways in which a migration's code can write. */
const doors = [
	`this${insertInto}`,
	`this.driver${insertInto}`,
	`this.driver.getConnection()${insertInto}`,
	`this.driver.getConnection().executeDump(${insert})`,
	`this.driver.getConnection().transactional(ctx => this.driver.execute(${insert}, [], 'run', ctx))`,
	"this.driver.nativeInsert('customer', {id: 1, name: '2'})",
	`this.getEntityManager().getConnection()${insertInto}`,
	`this.driver.createEntityManager().getConnection()${insertInto}`,
	`this.config.getDriver()${insertInto}`,
];
const note = (file: string) =>
	`require('node:fs').appendFileSync(${JSON.stringify(file)}, 'ran;');`;

test('a preview runs nothing of a migration, by whatever door it writes', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	const outside = path.join(shop.root, 'outside.txt');
	for (const door of doors) {
		const file = shop.migration('0002_code', {
			dependencies: ['shop.0001_initial'],
			up: `${note(outside)} await ${door};`,
			down: `${note(outside)} await ${door};`,
		});
		const source = readFileSync(file, 'utf8');
		const lead = `import {createRequire} from 'node:module';\nconst require = createRequire(import.meta.url);\n${note(outside)}\n`;
		writeFileSync(file, lead + source);
		for (const [command, exitCode] of [
			[['sqlmigrate', 'shop', '0002'], 0],
			[['sqlmigrate', 'shop', '0002', '--backwards'], 0],
			[['showmigrations', '--plan'], 0],
			// The snapshot is behind a migration that is written by hand.
			[['status'], 1],
		] as const) {
			await shop.run([...command], exitCode);
		}
		const [plan] = objects(await shop.run(['migrate', '--plan', '--json']));
		assert.ok(!existsSync(outside), door);
		assert.deepEqual(shop.rows('select * from customer'), [], door);
		const [step] = plan.steps;
		assert.ok(step.source.includes(door));
		assert.equal(step.warnings[0].code, 'DL017');
		assert.equal(step.losesData, undefined);
	}
});

test('a migration that runs code needs no consent, and its up() is called once', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	const outside = path.join(shop.root, 'outside.txt');
	shop.migration('0002_code', {
		dependencies: ['shop.0001_initial'],
		up: `(await import('node:fs')).appendFileSync(${JSON.stringify(outside)}, 'ran;'); await ${doors[0]};`,
	});
	await shop.run(['migrate', '--noinput']);
	assert.equal(readFileSync(outside, 'utf8'), 'ran;');
	assert.equal(shop.rows('select * from customer').length, 1);
});

test('a statement that can be read in code needs consent as elsewhere', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada')");
	shop.migration('0002_code', {
		dependencies: ['shop.0001_initial'],
		up: "if (1 < 2) await this.execute('delete from customer');",
	});
	const {stderr} = await shop.run(['migrate', '--noinput'], 3);
	assert.match(stderr, /Deletes 1 row of customer\. \(DL015\)/);
	assert.equal(shop.rows('select * from customer').length, 1);
});
