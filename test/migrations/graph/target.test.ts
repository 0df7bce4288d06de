import assert from 'node:assert/strict';
import {mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {authors, makePlainProject} from '../../support/plain-project.ts';
import {makeShop} from '../../support/shop.ts';

const table = (name: string) => `this.addSql('create table ${name} (id int)');`;

test('in a project of one app the name of a migration is enough', async t => {
	const shop = makeShop(t);
	shop.literalMigration('0001_one', {up: ['create table one (id int)']});
	shop.literalMigration('0002_two', {
		dependencies: ['shop.0001_one'],
		up: ['create table two (id int)'],
	});
	const target = async (...words: string[]) =>
		/^ {2}(.*) (?:migration|migrations): .*/m.exec(
			(await shop.run(['migrate', ...words])).stdout,
		)?.[0];
	assert.equal(await target('0001'), '  Target specific migration: 0001_one, from shop');
	assert.equal(await target('shop'), '  Apply all migrations: shop');
	assert.equal(await target('zero'), '  Unapply all migrations: shop');
	assert.match((await shop.run(['sqlmigrate', '0002'])).stdout, /create table two/);
	assert.match((await shop.run(['sqlmigrate', 'shop', '0002'])).stdout, /create table two/);
	const ambiguous = await shop.run(['migrate', '00'], 1);
	assert.match(ambiguous.stderr, /^Error: More than one migration matches '00' in app 'shop'/);
	const unknown = await shop.run(['migrate', '0009'], 2);
	assert.match(unknown.stderr, /^Error: No installed app with label '0009'\./);
	assert.match((await shop.run(['sqlmigrate', 'shop'], 2)).stderr, /^Error: NAME is missing\./);
	assert.match((await shop.run(['squashmigrations', 'shop'], 2)).stderr, /^Error: TO is missing\./);
	const all = (await shop.run(['squashmigrations', '0002', '--noinput'])).stdout;
	assert.match(all, / - 0001_one\n - 0002_two\n/);
});

test('squashmigrations FROM TO', async t => {
	const shop = makeShop(t);
	for (const [index, name] of ['0001_a', '0002_b', '0003_c'].entries()) {
		const dependencies = index > 0 ? [['shop.0001_a', 'shop.0002_b'][index - 1]!] : [];
		shop.literalMigration(name, {dependencies, up: [`create table t${index} (id int)`]});
	}
	const {stdout} = await commandLine(shop.root, ['squashmigrations', '0002', '0003', '--noinput']);
	assert.match(stdout, /following migrations:\n - 0002_b\n - 0003_c\n/);
});

test('a migration whose file is missing is named, too', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: table('one')});
	const second = shop.migration('0002_two', {dependencies: ['shop.0001_one'], up: table('two')});
	await shop.run(['migrate']);
	rmSync(second);
	assert.match(
		(await shop.run(['migrate', '0002'], 1)).stderr,
		/^Error: shop\.0002_two is applied, and its file/m,
	);
});

test('with a second app a label is needed', async t => {
	const shop = makeShop(t, '', undefined, ['./shop', './books']);
	mkdirSync(path.join(shop.root, 'books'));
	shop.migration('0001_one', {up: table('one')});
	for (const words of [
		['migrate', '0001'],
		['sqlmigrate', '0001'],
		['squashmigrations', '0001'],
	])
		assert.match((await shop.run(words, 2)).stderr, /^Error: No installed app with label '0001'\./);
});

test('in a plain project MikroORM’s own names are enough, and its terms are known', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	const run = (...words: string[]) => commandLine(project.root, words);
	const made = await run('makemigrations');
	const [, name] = /(Migration\d+)\.ts/.exec(made.stdout) as unknown as [string, string];
	assert.match((await run('migrate', name)).stdout, /OK\n$/);
	assert.match(
		(await run('migrate', 'zero', '--allow-data-loss')).stdout,
		/Unapplying Migration\d+\.\.\. OK/,
	);
	assert.match((await run('sqlmigrate', name)).stdout, /create table `author`/);
	assert.equal((await run('makemigrations', '--empty', '--dry-run')).code, 0);
	const {code, stderr} = await run('migration:up');
	assert.deepEqual(
		[code, stderr.split('\n')[0]],
		[2, "Error: Unknown command: 'migration:up'. Did you mean migrate?"],
	);
});
