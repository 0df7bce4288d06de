import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {converse} from '../../support/command-line.ts';
import {cliInShell} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop, makeShopWithConflict, type Shop} from '../../support/shop.ts';
import {openTerminal} from '../../support/terminal.ts';

const migrationsOf = ({root}: Shop) =>
	readdirSync(path.join(root, 'shop/migrations'))
		.filter(name => name.endsWith('.ts'))
		.sort();

/** A shop with rows, whose customers have other properties now. */
async function changedShop(
	t: TestContext,
	before: string,
	rows: string,
	after: string,
): Promise<Shop> {
	const shop = makeShop(t, customers(before));
	await shop.run(['makemigrations']);
	await runCommand(shop.root, 'migrate');
	shop.rows(`insert into customer ${rows}`);
	shop.entities(customers(after));
	return shop;
}

const renamed = (t: TestContext) =>
	changedShop(
		t,
		'bio: p.text().nullable()',
		"values (1, 'likes tea')",
		'about: p.text().nullable()',
	);

test('a possible rename is asked about until yes or no; yes keeps the rows', async t => {
	const shop = await renamed(t);
	const person = converse(t, shop.root, ['makemigrations']);
	await person.answer('Was customer.bio renamed to customer.about (text)? [y/N] ', 'maybe');
	await person.answer('Please answer yes or no: ', 'y');
	assert.equal(await person.end(), 0);
	assert.match(person.text(), /~ Rename property bio on customer to about/);
	const file = path.join(shop.root, 'shop/migrations/0002_rename_bio_customer_about.ts');
	assert.match(readFileSync(file, 'utf8'), /rename column \\`bio\\` to \\`about\\`/);
	await runCommand(shop.root, 'migrate');
	assert.deepEqual(shop.rows('select * from customer'), [{id: 1, about: 'likes tea'}]);
});

test('answering no drops one column and adds the other; migrate counts the rows first', async t => {
	const shop = await renamed(t);
	const person = converse(t, shop.root, ['makemigrations']);
	await person.answer('renamed to customer.about (text)? [y/N] ', 'n');
	assert.equal(await person.end(), 0);
	assert.match(person.text(), /- Remove property bio .*\n.*\+ Add property about/);

	const refuses = converse(t, shop.root, ['migrate']);
	await refuses.answer('Continue? [y/N] ', 'n');
	assert.equal(await refuses.end(), 1);
	assert.match(
		refuses.text(),
		/Data would be lost:\n.*Drops the column bio of customer\. Its values in 1 row would be lost\. \(DL002\)\n(?:[^\n]*\n)*[^\n]*Nothing was changed\.\n$/,
	);
	assert.deepEqual(shop.rows('select * from customer'), [{id: 1, bio: 'likes tea'}]);
	const agrees = converse(t, shop.root, ['migrate']);
	await agrees.answer('Continue? [y/N] ', 'y');
	assert.equal(await agrees.end(), 0);
	assert.deepEqual(shop.rows('select * from customer'), [{id: 1, about: null}]);
});

test('a value for existing rows is asked for until it is valid; quitting ends with 3 and writes nothing', async t => {
	const shop = await changedShop(
		t,
		'name: p.string()',
		"values (1, 'Ada')",
		'name: p.string(), city: p.string()',
	);
	const quits = converse(t, shop.root, ['makemigrations']);
	await quits.answer('1 row exists.', '');
	await quits.answer('Please select a valid option: ', '2');
	assert.equal(await quits.end(), 3);
	assert.deepEqual(migrationsOf(shop), ['0001_initial.ts']);

	const person = converse(t, shop.root, ['makemigrations']);
	await person.answer('Select an option: ', '1');
	await person.answer("Value in SQL, for example 'x' or 0: ", 'York');
	await person.answer("write a text with quotes: 'York'", "'York'");
	assert.equal(await person.end(), 0);
	await runCommand(shop.root, 'migrate');
	assert.deepEqual(shop.rows('select * from customer'), [{id: 1, name: 'Ada', city: 'York'}]);
	assert.throws(() => shop.rows("insert into customer (id, name) values (2, 'Bob')"), /NOT NULL/);
});

test('forbidding NULL counts the rows that have it, and ignoring them is a choice', async t => {
	const shop = await changedShop(
		t,
		'name: p.string().nullable()',
		'values (1, null), (2, null)',
		'name: p.string()',
	);
	const unasked = await shop.run(['makemigrations', '--noinput'], 3);
	assert.match(unasked.stderr, /change a nullable property .*\n2 rows have NULL\.\n/);
	assert.deepEqual(migrationsOf(shop), ['0001_initial.ts']);
	const person = converse(t, shop.root, ['makemigrations']);
	await person.answer(' 2) Ignore for now.', '2');
	assert.equal(await person.end(), 0);
	assert.match(person.text(), /\n2 rows have NULL\.\nPlease select a fix:\n/);
	const [plan] = (await runCommand(shop.root, 'migrate', [], {plan: true})).events as any[];
	assert.match(
		plan.steps[0].warnings[0].message,
		/becomes NOT NULL, but 2 rows have NULL: it will fail/,
	);
});

test('^C at a question ends with 130, writes nothing and restores the terminal', async t => {
	const shop = await renamed(t);
	const command = `${cliInShell} makemigrations; echo "code $?"; stty -a`;
	const terminal = openTerminal(['sh', '-c', command], {cwd: shop.root});
	await terminal.shows('[y/N]');
	terminal.press('\u0003');
	await terminal.shows(/Operation cancelled\.\ncode 130(?:.*\n)*.*[^-]icanon(?:.*\n)*.*[^-]echo /);
	assert.deepEqual(migrationsOf(shop), ['0001_initial.ts']);
});

test('a declined merge writes nothing; an accepted one applies in both orders', async t => {
	const shop = await makeShopWithConflict(t);
	const before = migrationsOf(shop);
	const refuses = converse(t, shop.root, ['makemigrations', '--merge']);
	await refuses.answer('Should these migration branches be merged? [y/N] ', 'n');
	assert.equal(await refuses.end(), 0);
	assert.match(refuses.text(), /\nNothing was written\.\n$/);
	assert.deepEqual(migrationsOf(shop), before);
	const agrees = converse(t, shop.root, ['makemigrations', '--merge']);
	await agrees.answer('Should these migration branches be merged? [y/N] ', 'y');
	assert.equal(await agrees.end(), 0);
	for (const [first, second] of [
		['alice', 'bob'],
		['bob', 'alice'],
	]) {
		await runCommand(shop.root, 'migrate', ['shop', `0002_${first}`]);
		const {events} = await runCommand(shop.root, 'migrate');
		assert.deepEqual(
			events.flatMap(event => (event.type === 'applied' ? [event.migration] : [])),
			[`shop.0002_${second}`, 'shop.0003_merge_0002_alice_0002_bob'],
		);
		await runCommand(shop.root, 'migrate', ['shop', '0001_initial']);
		for (const table of [first, second]) shop.rows(`drop table ${table}`);
	}
});
