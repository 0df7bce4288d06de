import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {summaryOf} from '../../../source/runs/journal.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop, makeShopOfItems, type Shop} from '../../support/shop.ts';

const name = '0001_squashed_0003_price';

/** Three migrations, written by hand. */
function threeMigrations(t: TestContext): Shop {
	const shop = makeShopOfItems(t);
	shop.migration('0003_price', {
		dependencies: ['shop.0002_row'],
		up: "this.addSql('alter table item add column price integer default 5');",
		down: "this.addSql('alter table item drop column price');",
	});
	return shop;
}

async function squashAll({root}: Shop) {
	return runCommand(root, 'squashmigrations', ['shop', '0003'], {noinput: true});
}

async function shown({root}: Shop): Promise<string> {
	const {events} = await runCommand(root, 'showmigrations');
	return events[0].text;
}

test('a new database runs the squashed migration in place of the others, and can unapply it', async t => {
	const shop = threeMigrations(t);
	const {events} = await squashAll(shop);
	assert.deepEqual(
		events.slice(0, 5).map(({text}) => text),
		[
			'Will squash the following migrations:',
			' - 0001_initial\n - 0002_row\n - 0003_price',
			'Optimizing...',
			'  Not optimized, all statements are kept: shop.0001_initial is not as makemigrations wrote it.',
			`Created new squashed migration shop/migrations/${name}.ts`,
		],
	);
	assert.equal(summaryOf(events), `Created new squashed migration shop/migrations/${name}.ts`);
	assert.equal(await shown(shop), ` [ ] ${name} (3 squashed migrations)`);
	assert.deepEqual((await runCommand(shop.root, 'migrate')).ran, [`shop.${name}`]);
	assert.equal(await shown(shop), ` [X] ${name} (3 squashed migrations)`);
	assert.deepEqual(shop.rows('select * from item'), [{id: 1, price: 5}]);
	for (const old of ['0001_initial', '0002_row', '0003_price']) {
		rmSync(path.join(shop.root, 'shop/migrations', `${old}.ts`));
	}
	assert.equal(await shown(shop), ` [X] ${name} (3 squashed migrations)`, 'none is missing');
	const back = await runCommand(shop.root, 'migrate', ['shop', 'zero'], {'allow-data-loss': true});
	assert.deepEqual(back.ran, [`shop.${name}`]);
	assert.deepEqual(shop.rows('select * from mikro_orm_migrations'), []);
});

test('if all replaced migrations are applied, the squashed one is recorded without being run', async t => {
	const shop = threeMigrations(t);
	await runCommand(shop.root, 'migrate');
	await squashAll(shop);
	const unrecorded = ` [-] ${name} (3 squashed migrations) Run 'quarterdeck migrate' to finish recording.`;
	assert.equal(await shown(shop), unrecorded);
	assert.deepEqual((await runCommand(shop.root, 'migrate')).ran, []);
	assert.equal(await shown(shop), ` [X] ${name} (3 squashed migrations)`);
	assert.equal(
		shop.rows(`select * from mikro_orm_migrations where name = 'shop.${name}'`).length,
		1,
	);
	assert.equal(shop.rows('select * from item').length, 1);
});

test('a database with some of the replaced migrations runs the rest of them, and then later ones', async t => {
	const shop = threeMigrations(t);
	await runCommand(shop.root, 'migrate', ['shop', '0002']);
	await squashAll(shop);
	shop.migration('0004_later', {
		dependencies: [`shop.${name}`],
		up: "this.addSql('insert into item values (2, 7)');",
	});
	assert.equal(
		await shown(shop),
		' [X] 0001_initial\n [X] 0002_row\n [ ] 0003_price\n [ ] 0004_later',
	);
	assert.deepEqual((await runCommand(shop.root, 'migrate')).ran, [
		'shop.0003_price',
		'shop.0004_later',
	]);
	assert.equal(await shown(shop), ` [X] ${name} (3 squashed migrations)\n [X] 0004_later`);
});

test('the next migration is numbered after the squashed ones, and compared with their snapshot', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await runCommand(shop.root, 'makemigrations');
	await runCommand(shop.root, 'makemigrations', ['shop'], {empty: true, name: 'note'});
	await runCommand(shop.root, 'squashmigrations', ['shop', '0002'], {noinput: true});
	const {events} = await runCommand(shop.root, 'makemigrations');
	assert.equal(events[0].text, 'No changes detected');
	const made = await runCommand(shop.root, 'makemigrations', ['shop'], {empty: true});
	assert.equal(made.events[0].path, 'shop/migrations/0003_auto.ts');
});

test('code must be copied by hand, and until then the squashed migration fails', async t => {
	const shop = threeMigrations(t);
	shop.migration('0003_price', {
		dependencies: ['shop.0002_row'],
		up: "await this.execute('insert into item values (1, 5)');",
	});
	const {events} = await squashAll(shop);
	assert.match(events.at(-1).text, /^Manual porting required: shop\.0003_price runs code/);
	const outcome = await runCommand(shop.root, 'migrate');
	assert.equal(outcome.code, 1);
	assert.match(outcome.events.at(-1).message, /Copy here what up\(\) of shop\.0003_price does/);
});

test('without a person the question is reported; an impossible range is refused before anything is written', async t => {
	const shop = threeMigrations(t);
	const asked = await runCommand(shop.root, 'squashmigrations', ['shop', '0003']);
	assert.equal(asked.code, 3);
	assert.equal(asked.events.at(-1).flag, '--noinput');
	const squashing = (...names: string[]) =>
		runCommand(shop.root, 'squashmigrations', names, {noinput: true});
	await assert.rejects(squashing('shop', '0003', '0001'), /Maybe it comes after the migration/);
	await assert.rejects(squashing('shop', '0009'), {code: 'unknown-migration'});
	await assert.rejects(squashing('nope', '0001'), {code: 'unknown-app'});
	await assert.rejects(squashing('shop'), {code: 'usage'});
	const {events} = await squashing('shop', '0002', '0003');
	assert.match(events[4].text, /0002_row_squashed_0003_price\.ts$/);
	const file = path.join(shop.root, 'shop/migrations/0002_row_squashed_0003_price.ts');
	assert.match(readFileSync(file, 'utf8'), /static dependencies = \['shop\.0001_initial'\];/);
	await assert.rejects(squashing('shop', '0002_row_squashed'), /cannot squash squashed/);
});

test('migrations cannot be squashed if one of another app has to run between them', async t => {
	const shop = threeMigrations(t);
	writeFileSync(
		path.join(shop.root, 'settings.ts'),
		readFileSync(path.join(shop.root, 'settings.ts'), 'utf8').replace(
			'"./shop"',
			'"./shop", "./more"',
		),
	);
	const more = (text: string) => text.replaceAll('shop.0001_more', 'more.0001_more');
	const file = shop.migration('0001_more', {dependencies: ['shop.0001_initial'], up: ''});
	const source = more(readFileSync(file, 'utf8'));
	rmSync(file);
	mkdirSync(path.join(shop.root, 'more/migrations'), {recursive: true});
	writeFileSync(path.join(shop.root, 'more/migrations/0001_more.ts'), source);
	shop.migration('0002_row', {dependencies: ['shop.0001_initial', 'more.0001_more'], up: ''});
	await assert.rejects(squashAll(shop), {code: 'circular-dependency'});
});
