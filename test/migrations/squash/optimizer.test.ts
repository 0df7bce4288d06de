import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {lacksDrivers} from '../../support/requires.ts';
import {sameBothWays, squashAll, squashAtRandom, squashOf} from '../../support/squashed-schema.ts';
import {makeWorkshop, type Workshop} from '../../support/workshop.ts';

const folder = ({project}: Workshop) => path.join(project.root, 'shop/migrations');
const read = (workshop: Workshop, name: string) =>
	readFileSync(path.join(folder(workshop), name), 'utf8');

function change(workshop: Workshop, properties: object): void {
	const Item = defineEntity({
		name: 'Item',
		properties: {id: p.integer().primary(), ...properties},
	} as any);
	workshop.entities({shop: [Item]});
}

/** An entity, a property that is added and renamed, one that comes and goes, and one with a default. */
async function fourMigrations(t: TestContext): Promise<Workshop> {
	const workshop = makeWorkshop(t, ['shop']);
	change(workshop, {});
	await workshop.make({dialects: ['postgresql']});
	change(workshop, {label: p.string().nullable(), gone: p.integer().nullable()});
	await workshop.make();
	change(workshop, {title: p.string().nullable(), gone: p.integer().nullable()});
	await workshop.make({renames: {'shop.item.label': 'title'}});
	change(workshop, {title: p.string().nullable(), price: p.integer()});
	const renames = {'shop.item.gone': ''};
	await workshop.make({renames, defaults: {'shop.item.price': '5'}});
	return workshop;
}

test('additions, renames and removals are optimized to one statement that creates the entity', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = await fourMigrations(t);
	const [before, after] = await sameBothWays(workshop);
	assert.ok(before > 6, `${before} statements`);
	assert.equal(after, 1);
	const source = read(workshop, '0001_squashed_0004_remove_item_gone_item_price.ts');
	assert.match(
		source,
		/up: \[\n {6}'create table `item` \(`id` integer [^\n]* `title` text null, `price` integer not null\);',\n {4}\],/,
	);
	assert.match(source, /up: \[\n {6}'create table "item" \("id" serial primary key, "title"/);
	assert.match(source, /\/\/ Generated: sqlite \w{12}, postgresql \w{12}\./);
	assert.equal(
		JSON.parse(read(workshop, '.snapshot.postgresql.json')).head,
		source.match(/shop\.(0001_\w+)/)![1],
	);
	assert.deepEqual(await workshop.make(), [], 'the snapshots are those of the squashed one');
});

test('a statement edited by hand prevents the optimization, which is reported', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = await fourMigrations(t);
	const file = path.join(folder(workshop), '0002_item_label_item_gone.ts');
	const source = readFileSync(file, 'utf8');
	writeFileSync(file, source.replace('`gone` integer', '`gone` bigint'));
	const {notOptimized, variants} = await squashAll(workshop);
	assert.equal(notOptimized, 'shop.0002_item_label_item_gone is not as makemigrations wrote it');
	assert.deepEqual(
		variants.map(({driver, optimized}) => [driver, optimized]),
		[
			['sqlite', undefined],
			['postgresql', undefined],
		],
	);
	const squashed = read(workshop, '0001_squashed_0004_remove_item_gone_item_price.ts');
	assert.match(squashed, /\/\/ shop\.0002_item_label_item_gone\n {6}'alter table `item` add/);
	assert.match(squashed, /\/\/ shop\.0002_item_label_item_gone\n {6}'alter table "item" add/);
	await workshop.migrate();
	await workshop.migrate({app: 'shop', name: 'zero'});
});

test('a formatted file can still be optimized', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = await fourMigrations(t);
	const file = path.join(folder(workshop), '0001_initial.ts');
	const source = readFileSync(file, 'utf8');
	const formatted = source.replace(/^ +/gm, '\t').replace(/'(create table `item`[^']*)'/, '"$1"');
	writeFileSync(file, formatted);
	assert.match(formatted, /"create table `item`/);
	assert.equal((await squashAll(workshop)).notOptimized, undefined);
});

test('a range in the middle is optimized with the snapshots around it from git', async t => {
	const workshop = makeWorkshop(t, ['shop']);
	const git = (...words: string[]) =>
		execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
			cwd: workshop.project.root,
			stdio: 'ignore',
		});
	const makeAndCommit = async (properties: object) => {
		change(workshop, properties);
		const {name} = (await workshop.make())[0]!;
		git('add', 'shop');
		git('commit', '-m', name);
		return name;
	};
	git('init');
	const a = p.integer().nullable();
	const first = await makeAndCommit({});
	const second = await makeAndCommit({a, b: a});
	const third = await makeAndCommit({a, b: a, c: a});
	const fourth = await makeAndCommit({a, c: a});
	await makeAndCommit({a, c: a, d: a});
	const middle = [second, third, fourth];
	const {variants, name} = await squashOf(workshop, middle);
	assert.equal(name, `${second}_squashed_${fourth}`);
	assert.deepEqual(variants[0]!.optimized?.up, [
		'alter table `item` add column `a` integer null;',
		'alter table `item` add column `c` integer null;',
	]);
	const file = path.join(folder(workshop), `${first}.ts`);
	writeFileSync(file, `${readFileSync(file, 'utf8')}// Another one than was committed.\n`);
	assert.equal(
		(await squashOf(workshop, middle)).notOptimized,
		`neither the app's sqlite snapshot nor a committed one is of ${first}`,
	);
});

test('renames and one-off values are not optimized if there may be rows', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = await fourMigrations(t);
	const {notOptimized} = await squashOf(workshop, [
		'0003_rename_label_item_title',
		'0004_remove_item_gone_item_price',
	]);
	assert.match(notOptimized!, /^shop\.0003_rename_label_item_title renames or fills/);
});

test('random changes give the same schema squashed as one by one', async t => {
	const [before, after] = await squashAtRandom(
		t,
		{driver: 'sqlite', name: 'db.sqlite3'},
		{seed: 8, steps: 4},
	);
	assert.ok(after < before);
});

test('a new database gets the whole app, or nothing', async t => {
	if (lacksDrivers(t, 'postgresql', 'mariadb')) return;
	const workshop = makeWorkshop(t, ['shop']);
	change(workshop, {a: p.integer().nullable()});
	await workshop.make();
	change(workshop, {b: p.integer().nullable(), a: p.integer().nullable()});
	await workshop.make();
	const dialects = ['mariadb' as const];
	const {variants} = await squashOf(workshop, undefined, dialects);
	assert.deepEqual(
		variants.map(({driver, optimized}) => [driver, optimized?.up.length]),
		[
			['sqlite', 1],
			['mariadb', 1],
		],
	);
	await assert.rejects(squashOf(workshop, ['0001_initial'], dialects), {
		code: 'no-dialect',
		message:
			'shop cannot be made for mariadb: all migrations of the app must be squashed for that.',
	});
	change(workshop, {b: p.integer().nullable()});
	await assert.rejects(squashOf(workshop, undefined, dialects), {
		message: /the entities have changes that no migration makes/,
	});
});

test('a database that one migration leaves out is not in the squashed one', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = await fourMigrations(t);
	const file = path.join(folder(workshop), '0003_rename_label_item_title.ts');
	const source = readFileSync(file, 'utf8');
	writeFileSync(file, source.replace('PostgreSqlDriver:', 'OracleDriver:'));
	const {variants} = await squashAll(workshop);
	assert.deepEqual(
		variants.map(({driver}) => driver),
		['sqlite'],
	);
	assert.ok(variants[0]!.optimized);
});
