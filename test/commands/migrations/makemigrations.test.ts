import assert from 'node:assert/strict';
import {
	existsSync,
	globSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {copyFixture} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop, makeShopWithConflict, type Shop} from '../../support/shop.ts';

const filesOf = ({root}: Shop) => {
	const folder = path.join(root, 'shop/migrations');
	return existsSync(folder)
		? readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')])
		: [];
};
const lastMigration = (shop: Shop) => filesOf(shop).findLast(([name]) => name!.endsWith('.ts'))!;

test('the first migration depends on the app whose table it refers to, and a second run changes nothing', async t => {
	const root = copyFixture(t, 'tutorial');
	const {code, stdout} = await commandLine(root, ['makemigrations']);
	assert.equal(code, 0);
	assert.equal(
		stdout,
		"Migrations for 'accounts':\n  accounts/migrations/0001_initial.ts\n    + Create entity Profile\n",
	);
	const folder = path.join(root, 'accounts/migrations');
	assert.deepEqual(readdirSync(folder).sort(), ['.snapshot.sqlite.json', '0001_initial.ts']);
	const contents = () => readdirSync(folder).map(name => readFileSync(path.join(folder, name)));
	const before = contents();
	assert.match(
		readFileSync(path.join(folder, '0001_initial.ts'), 'utf8'),
		/^ {2}(?:override )?name = 'accounts\.0001_initial';\n {2}static dependencies = \['auth\.0001_initial'\];/m,
	);
	const again = await commandLine(root, ['makemigrations', 'accounts']);
	assert.deepEqual([again.code, again.stdout], [0, "No changes detected in app 'accounts'\n"]);
	assert.deepEqual(contents(), before);
	assert.ok(!existsSync(path.join(root, 'db.sqlite3')), 'no database was made');
});

test('each changed app gets one file under the given name; a second run writes nothing', async t => {
	const shop = makeShop(t, customers('name: p.string()'), undefined, ['./shop', './people']);
	const write = (file: string, text: string) => {
		mkdirSync(path.dirname(path.join(shop.root, file)), {recursive: true});
		writeFileSync(path.join(shop.root, file), text);
	};
	write(
		'people/entities.ts',
		`import {defineEntity, p} from '@mikro-orm/core';\n\nexport const Person = defineEntity({name: 'Person', properties: {id: p.integer().primary()}});\n`,
	);
	const {stdout} = await shop.run(['makemigrations']);
	assert.equal(
		stdout,
		[
			"Migrations for 'shop':",
			'  shop/migrations/0001_initial.ts',
			'    + Create entity Customer',
			'    + Create entity Order',
			"Migrations for 'people':",
			'  people/migrations/0001_initial.ts',
			'    + Create entity Person',
			'',
		].join('\n'),
	);
	const states = () =>
		globSync('{shop,people}/migrations/{*,.*}', {cwd: shop.root})
			.sort()
			.map(file => path.join(shop.root, file))
			.map(file => [file, statSync(file).mtimeMs, readFileSync(file, 'utf8')]);
	const before = states();
	assert.equal(before.length, 4);
	assert.equal((await shop.run(['makemigrations'])).stdout, 'No changes detected\n');
	assert.deepEqual(states(), before);

	await shop.run(['makemigrations', '--check']);
	const pending = await runCommand(shop.root, 'migrate', [], {check: true});
	assert.equal(pending.code, 1, 'made is not applied');
	await runCommand(shop.root, 'migrate');
	assert.deepEqual(shop.rows('select name from mikro_orm_migrations order by id'), [
		{name: 'shop.0001_initial'},
		{name: 'people.0001_initial'},
	]);
});

test('tables and columns added by hand are never dropped', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await runCommand(shop.root, 'migrate');
	shop.rows('alter table customer add column by_hand text');
	assert.equal((await shop.run(['makemigrations'])).stdout, 'No changes detected\n');
	const {code, events} = await runCommand(shop.root, 'driftcheck');
	assert.equal(code, 1);
	assert.match(events[0].text, /The column customer\.by_hand is in no migration\./);
});

test('each kind of change has its own sign and its own word in the migration’s name', async t => {
	const shop = makeShop(t, customers('name: p.string(), note: p.text().nullable()'));
	await shop.run(['makemigrations']);
	shop.entities(
		customers(
			'name: p.string().nullable(), rank: p.integer().default(1), born: p.datetime().nullable().index("born")',
		),
	);
	const {stdout} = await shop.run(['makemigrations', '--dry-run']);
	assert.equal(
		stdout,
		[
			"Migrations for 'shop':",
			'  shop/migrations/0002_remove_customer_note_customer_rank_and_more.ts',
			'    - Remove property note from customer',
			'    + Add property rank to customer',
			'    + Add property born to customer',
			'    ~ Alter property name on customer',
			'',
		].join('\n'),
	);
	assert.equal(filesOf(shop).length, 2);
});

test('--check prints the plan, writes nothing and ends with 1; clean, it ends with 0', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	const {stdout} = await shop.run(['makemigrations', '--check'], 1);
	assert.match(stdout, /\+ Create entity Customer\n {4}\+ Create entity Order/);
	assert.deepEqual(filesOf(shop), []);
	assert.ok(!existsSync(path.join(shop.root, '.quarterdeck')));
	await shop.run(['makemigrations']);
	await shop.run(['makemigrations', '--check']);
});

test('a rename without an answer ends with 3 and writes nothing; the flag keeps the data', async t => {
	const shop = makeShop(t, customers('bio: p.text().nullable()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer (id, bio) values (1, 'likes tea')");
	shop.entities(customers('about: p.text().nullable()'));
	const before = filesOf(shop);
	const asked = await shop.run(['makemigrations'], 3);
	assert.match(asked.stderr, /Was customer\.bio renamed to customer\.about \(text\)\?/);
	assert.match(asked.stderr, /--rename shop\.customer\.bio=about/);
	assert.deepEqual(filesOf(shop), before);
	const [question] = objects(await shop.run(['makemigrations', '--json', '--dry-run'], 3));
	assert.equal(question.kind, 'rename-property');
	assert.deepEqual(question.choices, ['about', 'removed']);

	const {stdout} = await shop.run(['makemigrations', '--rename', 'shop.customer.bio=about']);
	assert.match(
		stdout,
		/0002_rename_bio_customer_about\.ts\n {4}~ Rename property bio on customer to about/,
	);
	await shop.run(['migrate']);
	assert.deepEqual(shop.rows('select * from customer'), [{id: 1, about: 'likes tea'}]);
	await shop.run(['migrate', 'shop', '0001']);
	assert.deepEqual(shop.rows('select * from customer'), [{id: 1, bio: 'likes tea'}]);
	await shop.run(['makemigrations', '--check']);
});

test('when a rename is denied, the old column is dropped and the new one added', async t => {
	const shop = makeShop(t, customers('email: p.string().nullable()'));
	await shop.run(['makemigrations']);
	shop.entities(customers('nickname: p.string().nullable()'));
	const {stdout} = await shop.run(['makemigrations', '--rename', 'shop.customer.email=']);
	assert.match(stdout, /- Remove property email from customer\n {4}\+ Add property nickname to/);
	const wrong = await shop.run(['makemigrations', '--rename', 'nonsense'], 2);
	assert.match(wrong.stderr, /^Error: --rename nonsense has no =/);
});

test('renaming an entity keeps its rows and the rows that refer to it', async t => {
	const shop = makeShop(t, customers('name: p.string(), rank: p.integer()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada', 2)");
	shop.rows('insert into customer_order values (7, 1)');
	shop.entities(
		customers('name: p.string(), rank: p.integer()', {name: 'Client', table: 'client'}).replace(
			"'cascade')",
			"'cascade').fieldName('customer_id')",
		),
	);
	assert.match(
		(await shop.run(['makemigrations'], 3)).stderr,
		/Was the entity shop\.Customer renamed to Client\?/,
	);
	const {stdout} = await shop.run(['makemigrations', '--rename', 'shop.customer=Client']);
	assert.match(stdout, /~ Rename entity Customer to Client/);
	await shop.run(['migrate']);
	assert.deepEqual(shop.rows('select * from client'), [{id: 1, name: 'Ada', rank: 2}]);
	assert.deepEqual(shop.rows('select * from customer_order'), [{id: 7, customer_id: 1}]);
	assert.deepEqual(shop.rows('pragma foreign_key_check'), []);
	await shop.run(['makemigrations', '--check']);
});

test('a new required property asks for a value for existing rows and leaves no default behind', async t => {
	const shop = makeShop(t, customers('name: p.string(), seen: p.integer().nullable()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada', null), (2, 'Bob', 5)");
	shop.rows('insert into customer_order values (7, 1)');
	shop.entities(customers('name: p.string(), city: p.string(), seen: p.integer()'));
	const asked = await shop.run(['makemigrations', '--noinput'], 3);
	assert.match(asked.stderr, /impossible to add a non-nullable property 'city' to customer/);
	assert.match(asked.stderr, /--default shop\.customer\.city=SQL/);
	assert.match(asked.stderr, /--default shop\.customer\.seen=SQL/);
	const wrong = await shop.run(['makemigrations', '--default', 'shop.customer.city=York'], 2);
	assert.match(wrong.stderr, /York is not a value in SQL; write a text with quotes: 'York'/);

	const defaults = ['--default', "shop.customer.city='York'", '--default', 'shop.customer.seen=0'];
	await shop.run(['makemigrations', ...defaults]);
	await shop.run(['migrate']);
	assert.deepEqual(shop.rows('select * from customer order by id'), [
		{id: 1, name: 'Ada', city: 'York', seen: 0},
		{id: 2, name: 'Bob', city: 'York', seen: 5},
	]);
	assert.deepEqual(shop.rows('select * from customer_order'), [{id: 7, customer_id: 1}]);
	assert.throws(
		() => shop.rows("insert into customer (id, name, seen) values (3, 'Cid', 1)"),
		/NOT NULL/,
	);
	await shop.run(['makemigrations', '--check']);
});

test('--empty writes a migration without statements; names and apps are verified', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	const {stdout} = await shop.run(['makemigrations', '--empty', 'shop', '--name', 'seed_größe']);
	assert.equal(stdout, "Migrations for 'shop':\n  shop/migrations/0002_seed_größe.ts\n");
	assert.match(lastMigration(shop)[1]!, /dependencies = \['shop\.0001_initial'\]/);
	await shop.run(['makemigrations', '--check']);
	const before = filesOf(shop);
	const sentence = async (words: string[], exitCode: number) =>
		(await shop.run(['makemigrations', ...words], exitCode)).stderr.split('\n')[0];
	assert.equal(
		await sentence(['--name', 'bad name'], 1),
		'Error: The migration name must be a valid identifier.',
	);
	assert.equal(
		await sentence(['--empty'], 1),
		'Error: You must supply at least one app label when using --empty.',
	);
	assert.equal(await sentence(['nosuchapp'], 2), "Error: No installed app with label 'nosuchapp'.");
	assert.deepEqual(filesOf(shop), before);
});

test('two leaf migrations are a conflict, and --merge joins them', async t => {
	const shop = await makeShopWithConflict(t);
	for (const words of [
		['makemigrations'],
		['makemigrations', '--check'],
		['migrate'],
		['migrate', '--plan'],
	]) {
		const {stderr} = await shop.run(words, 1);
		assert.equal(
			stderr,
			'Error: Conflicting migrations detected; multiple leaf nodes in the migration graph: (0002_alice, 0002_bob in shop).\n' +
				"To fix them run 'quarterdeck makemigrations --merge'\n",
		);
	}
	assert.match((await shop.run(['showmigrations'])).stdout, /\[ \] 0002_bob/);
	const before = filesOf(shop);
	const asked = await shop.run(['makemigrations', '--merge'], 3);
	assert.match(asked.stderr, /branches be merged\?\n(?:.*\n)*Answer it with --noinput\n$/);
	assert.deepEqual(filesOf(shop), before);
	const {stdout} = await shop.run(['makemigrations', '--merge', '--noinput']);
	assert.match(stdout, /Merging shop\n {2}Branch 0002_alice\n {2}Branch 0002_bob/);
	assert.match(lastMigration(shop)[0]!, /^0003_merge_0002_alice_0002_bob\.ts$/);
	await shop.run(['migrate']);
	assert.equal(
		(await shop.run(['makemigrations', '--merge'])).stdout,
		'No conflicts detected to merge.\n',
	);
	await shop.run(['makemigrations', '--check']);
});

test('a snapshot that does not belong to the last migration is refused', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	shop.migration('0002_by_hand', {dependencies: ['shop.0001_initial'], up: ''});
	const {stderr} = await shop.run(['makemigrations'], 1);
	assert.match(
		stderr,
		/snapshot of shop belongs to 0001_initial, but the last migration is 0002_by_hand/,
	);
	rmSync(path.join(shop.root, 'shop/migrations/.snapshot.sqlite.json'));
	assert.match(
		(await shop.run(['makemigrations'], 1)).stderr,
		/has migrations, but no \.snapshot\.sqlite\.json/,
	);
});

test('a syntax error in the entities is one sentence with file and line', async t => {
	const shop = makeShop(
		t,
		"export const Broken = defineEntity({\n\tname: 'Broken'\n\tproperties: {},\n});",
	);
	const {stderr} = await shop.run(['makemigrations'], 1);
	assert.match(stderr, /^Error: shop\/entities\.ts:5: .+\n/);
	assert.doesNotMatch(stderr, /\n\s+at /);
});
