import assert from 'node:assert/strict';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../../support/command.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

const entities = `export const Customer = defineEntity({
	name: 'Customer',
	properties: {id: p.integer().primary(), name: p.string().default("it's")},
});
export const Order = defineEntity({
	name: 'Order',
	properties: {id: p.integer().primary(), customer: () => p.manyToOne(Customer)},
});`;

function edit(shop: Shop, change: (text: string) => string): void {
	const folder = path.join(shop.root, 'shop/migrations');
	for (const name of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
		const file = path.join(folder, name);
		writeFileSync(file, change(readFileSync(file, 'utf8')));
	}
}

test('the driver alone makes what MikroORM makes', async t => {
	const database = {driver: 'sqlite', name: 'db.sqlite3', options: {debug: false}};
	const [alone, withMikroOrm] = [makeShop(t, entities), makeShop(t, entities, database)];
	for (const shop of [alone, withMikroOrm]) await shop.run(['makemigrations']);
	alone.entities("throw new Error('not to be loaded');");
	const outputs = [await alone.run(['migrate']), await withMikroOrm.run(['migrate'])];
	assert.equal(outputs[0]!.stdout, outputs[1]!.stdout);
	const [made, expected] = [alone, withMikroOrm].map(shop => [
		shop.rows('select type, name, sql from sqlite_master order by name'),
		shop.rows('select id, name, typeof(executed_at) as time from mikro_orm_migrations'),
		shop.rows('select quarterdeck_fingerprint from mikro_orm_migrations'),
	]);
	assert.deepEqual(made, expected);
});

test('a migration that runs code is imported', async t => {
	const shop = makeShop(t, entities);
	await shop.run(['makemigrations']);
	edit(shop, text =>
		text.replace(
			'  override up() {',
			"  override up() {\n    if (this.driver) throw new Error('edited');",
		),
	);
	const {stderr} = await shop.run(['migrate'], 1);
	assert.match(stderr, /edited/);
});

test('a key to what is no key is refused with the table that has it', async t => {
	const shop = makeShop(t);
	await shop.run(['makemigrations', '--empty', 'shop']);
	edit(shop, text =>
		text.replace(
			'up() {\n',
			'up() {\n    this.addSql(`create table a (x int);`);\n    this.addSql(`create table b (y int references a (x));`);\n',
		),
	);
	const {stderr} = await shop.run(['migrate'], 1);
	assert.match(stderr, /foreign key mismatch/);
	assert.deepEqual(shop.rows("select name from sqlite_master where name in ('a', 'b')"), []);
});

test('entities are compared again when a file changes that they import', async t => {
	const shop = makeShop(t);
	const shared = path.join(shop.root, 'kinds.ts');
	writeFileSync(shared, "export const kind = 'old';\n");
	const source = entities.replace('default("it\'s")', 'default(kind)');
	shop.entities(`import {kind} from '../kinds.ts';\n${source}`);
	await quarterdeck(shop.root, ['makemigrations']);
	writeFileSync(shared, "export const kind = 'new';\n");
	const {stdout} = await quarterdeck(shop.root, ['migrate']);
	assert.match(stdout, /'shop' have changes that are not yet reflected/);
	shop.rows('delete from mikro_orm_migrations');
	for (const table of ['order', 'customer']) shop.rows(`drop table \`${table}\``);
	assert.match((await quarterdeck(shop.root, ['migrate'])).stdout, /'shop' have changes/);
	writeFileSync(shared, "export const kind = 'old';\n");
	await shop.run(['migrate', 'shop', 'zero', '--allow-data-loss']);
	assert.doesNotMatch((await shop.run(['migrate'])).stdout, /have changes/);
});
