import assert from 'node:assert/strict';
import {
	chmodSync,
	chownSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {type RunLock, takeRunLock} from '../../../source/migrations/locks/lock.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {objects, quarterdeck, startQuarterdeck} from '../../support/command.ts';
import {nobody, quarterdeckAsNobody} from '../../support/other-user.ts';
import {skipWithout} from '../../support/requires.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop, type Shop} from '../../support/shop.ts';
import {until} from '../../support/wait.ts';

const after = (name: string) => [`shop.${name}`];
const addSql = (...sql: string[]) =>
	sql.map(text => `this.addSql(${JSON.stringify(text)});`).join('\n');
const applied = (shop: Shop) =>
	shop.rows('select name from mikro_orm_migrations order by id').map(({name}) => name);

test('each migration gets a green OK after its commit; a second run has nothing to apply', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	assert.match(
		(await shop.run(['migrate', '--check'], 1)).stdout,
		/^1 to apply: shop\.0001_initial\n$/,
	);
	assert.ok(!existsSync(path.join(shop.root, 'db.sqlite3')), 'looking makes no database');
	const first = await shop.run(['migrate']);
	assert.equal(
		first.stdout,
		'Operations to perform:\n  Apply all migrations: shop\nRunning migrations:\n  Applying shop.0001_initial... OK\n',
	);
	const again = await shop.run(['migrate']);
	assert.equal(
		again.stdout,
		'Operations to perform:\n  Apply all migrations: shop\nRunning migrations:\n  No migrations to apply.\n',
	);
	assert.equal((await shop.run(['migrate', '--check'])).stdout, '');
	assert.match(
		(await shop.run(['migrate', '--plan'])).stdout,
		/^Planned operations:\n {2}No planned/,
	);
});

test('making a column NOT NULL rebuilds its table without losing referring rows', async t => {
	const shop = makeShop(t, customers('name: p.string().nullable(), age: p.integer().nullable()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada', 36), (2, 'Bob', null)");
	shop.rows('insert into customer_order values (7, 1), (8, 2)');
	shop.entities(customers('name: p.string(), age: p.string().nullable()'));
	await shop.run(['makemigrations', '--default', "shop.customer.name=''"]);
	await shop.run(['migrate']);
	assert.deepEqual(shop.rows('select * from customer'), [
		{id: 1, name: 'Ada', age: '36'},
		{id: 2, name: 'Bob', age: null},
	]);
	assert.equal(shop.rows('select * from customer_order').length, 2);
	assert.deepEqual(shop.rows('pragma foreign_key_check'), []);
});

test('a rebuild keeps indexes, triggers and views that no entity defines', async t => {
	const shop = makeShop(
		t,
		customers('name: p.string().nullable().index("by_name"), fax: p.string().nullable()'),
	);
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	for (const sql of [
		"insert into customer values (1, 'Ada', '123')",
		'create table audit (text)',
		'create trigger noted after update on customer begin insert into audit values (new.name); end',
		'create trigger counted after insert on audit begin update customer set name = name where id = 0; end',
		'create index name_and_id on customer (name, id)',
		'create index by_fax on customer (fax)',
		'create view names as select name from customer',
	]) {
		shop.rows(sql);
	}
	shop.entities(customers('name: p.string()'));
	await shop.run(['makemigrations', '--default', "shop.customer.name=''"]);
	await shop.run(['migrate', '--allow-data-loss']);
	const others = shop.rows(
		"select name from sqlite_master where type in ('index', 'trigger', 'view') and sql is not null order by name",
	);
	assert.deepEqual(
		others.map(({name}) => name),
		['counted', 'customer_order_customer_id_index', 'name_and_id', 'names', 'noted'],
		'by_name was dropped by the migration, and by_fax went with its column',
	);
	shop.rows("update customer set name = 'Eve'");
	assert.deepEqual(shop.rows('select * from audit'), [{text: 'Eve'}]);
	assert.deepEqual(shop.rows('select * from names'), [{name: 'Eve'}]);
	await shop.run(['makemigrations', '--check']);
	await shop.run(['migrate', 'shop', '0001', '--allow-data-loss']);
	assert.match(
		JSON.stringify(shop.rows('select name from sqlite_master')),
		/by_name.*noted|noted.*by_name/,
	);
});

test('a failure keeps the migrations before it and rolls back its own statements', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	shop.migration('0002_two', {
		dependencies: after('0001_one'),
		up: addSql('create table two (id int)', 'create table one (id int)'),
	});
	shop.migration('0003_three', {
		dependencies: after('0002_two'),
		up: addSql('create table three (id int)'),
	});
	const {stdout, stderr} = await shop.run(['migrate'], 1);
	assert.match(
		stdout,
		/Applying shop\.0001_one\.\.\. OK\n {2}Applying shop\.0002_two\.\.\. FAILED\n$/,
	);
	assert.equal(
		stderr,
		'  Statement 2: create table one (id int)\n  table one already exists\n  Everything this migration did was rolled back.\n',
	);
	assert.deepEqual(applied(shop), ['shop.0001_one']);
	assert.deepEqual(shop.rows("select name from sqlite_master where name in ('two', 'three')"), []);
	shop.migration('0002_two', {
		dependencies: after('0001_one'),
		up: addSql('create table two (id int)'),
	});
	const {stdout: resumed} = await shop.run(['migrate']);
	assert.match(resumed, /0002_two\.\.\. OK\n {2}Applying shop\.0003_three\.\.\. OK\n$/);
});

test('--atomic applies all migrations or none', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	shop.migration('0002_two', {
		dependencies: after('0001_one'),
		up: addSql('create table one (id int)'),
	});
	const failed = await shop.run(['migrate', '--atomic'], 1);
	assert.doesNotMatch(failed.stdout, /OK/);
	assert.match(failed.stderr, /Rolled back as well: 1 migration before it\./);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'one'"), []);
	shop.migration('0002_two', {dependencies: after('0001_one'), up: ''});
	assert.match((await shop.run(['migrate', '--atomic'])).stdout, /one\.\.\. OK\n.*two\.\.\. OK\n/);
	assert.deepEqual(applied(shop), ['shop.0001_one', 'shop.0002_two']);
});

test('a migration that would leave dangling foreign keys is rolled back', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada')");
	shop.rows('insert into customer_order values (7, 1)');
	shop.migration('0002_bad', {
		dependencies: after('0001_initial'),
		up: addSql('delete from customer'),
	});
	const {stderr} = await shop.run(['migrate', '--allow-data-loss'], 1);
	assert.match(
		stderr,
		/1 row would refer to rows that do not exist, .*customer_order.* to customer/,
	);
	assert.equal(shop.rows('select * from customer').length, 1);
	assert.deepEqual(applied(shop), ['shop.0001_initial']);
});

test('a migration made by the MikroORM CLI keeps referring rows despite its pragmas', async t => {
	const shop = makeShop(t, customers('name: p.string().nullable()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada')");
	shop.rows('insert into customer_order values (7, 1)');
	shop.migration('0002_stock', {
		dependencies: after('0001_initial'),
		up: addSql(
			'pragma foreign_keys = off;',
			'create table `customer__temp_alter` (`id` integer not null primary key autoincrement, `name` text not null);',
			'insert into `customer__temp_alter` select `id`, `name` from `customer`;',
			'drop table `customer`;',
			'alter table `customer__temp_alter` rename to `customer`;',
			'pragma foreign_keys = on;',
		),
	});
	await shop.run(['migrate']);
	assert.deepEqual(shop.rows('select * from customer_order'), [{id: 7, customer_id: 1}]);
});

test('the plan shows losses with their row counts, and they need consent', async t => {
	const shop = makeShop(t, customers('name: p.string(), fax: p.string().nullable()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.entities(customers('name: p.string()'));
	await shop.run(['makemigrations']);
	shop.rows("insert into customer values (1, 'Ada', '123'), (2, 'Bob', null)");
	const [plan] = objects(await shop.run(['migrate', '--plan', '--json']));
	const warning = 'Drops the column fax of customer. Its values in 2 rows would be lost.';
	assert.equal(plan.steps[0].losesData, true);
	assert.deepEqual(plan.steps[0].warnings, [
		{
			...{code: 'DL002', message: warning, rows: 2, losesData: true},
			safer: 'Remove it from the code first, and drop it in a later release.',
		},
	]);
	assert.match(plan.steps[0].sql.join(), /drop column `fax`/);
	const asked = await shop.run(['migrate'], 3);
	assert.ok(asked.stderr.includes(warning));
	assert.match(asked.stderr, /--allow-data-loss/);
	assert.equal(shop.rows('select * from customer')[0]!.fax, '123');
	assert.match(
		(await shop.run(['migrate', '--allow-data-loss'])).stdout,
		/remove_customer_fax\.\.\. OK/,
	);
	assert.deepEqual(shop.rows('select * from customer where id = 1'), [{id: 1, name: 'Ada'}]);

	assert.match(
		(await shop.run(['migrate', 'shop', 'zero'], 3)).stderr,
		/Drops the table customer\. 2 rows would be lost/,
	);
	const {stdout} = await shop.run(['migrate', 'shop', 'zero', '--allow-data-loss']);
	assert.match(stdout, /Unapply all migrations: shop\n/);
	assert.match(
		stdout,
		/Unapplying shop\.0002_\w+\.\.\. OK\n {2}Unapplying shop\.0001_initial\.\.\. OK\n/,
	);
	assert.deepEqual(applied(shop), []);
});

test('a column that a rebuild leaves out counts as a loss', async t => {
	const shop = makeShop(t, customers('name: p.string().nullable(), fax: p.string().nullable()'));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows("insert into customer values (1, 'Ada', '123')");
	shop.entities(customers('name: p.string()'));
	await shop.run(['makemigrations', '--default', "shop.customer.name=''"]);
	const asked = await shop.run(['migrate'], 3);
	assert.match(asked.stderr, /Drops the column fax of customer/);
	assert.doesNotMatch(asked.stderr, /Drops the table/);
});

test('an unknown or ambiguous target is refused', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {
		up: addSql('create table one (id int)'),
		down: addSql('drop table one'),
	});
	shop.migration('0002_two', {dependencies: after('0001_one'), up: ''});
	await shop.run(['migrate']);
	const sentence = async (...words: string[]) =>
		(await shop.run(['migrate', ...words], 1)).stderr.split('\n')[0];
	assert.equal(
		await sentence('shop', '0099'),
		"Error: Cannot find a migration matching '0099' from app 'shop'.",
	);
	assert.equal(
		await sentence('shop', '000'),
		"Error: More than one migration matches '000' in app 'shop'. Please be more specific.",
	);
	assert.equal(
		(await shop.run(['migrate', 'shpo'], 2)).stderr.split('\n')[0],
		"Error: No installed app with label 'shpo'.",
	);
	assert.deepEqual(applied(shop), ['shop.0001_one', 'shop.0002_two']);
	const {stdout} = await shop.run(['migrate', 'shop', '0001']);
	assert.match(stdout, / {2}Target specific migration: 0001_one, from shop\n/);
	assert.match(stdout, /Unapplying shop\.0002_two\.\.\. OK/);
});

test('--fake records a migration without running it', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	assert.match(
		(await shop.run(['migrate', '--fake'])).stdout,
		/Applying shop\.0001_one\.\.\. FAKED\n/,
	);
	assert.deepEqual(applied(shop), ['shop.0001_one']);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'one'"), []);
	await shop.run(['migrate', 'shop', 'zero', '--fake']);
	assert.deepEqual(applied(shop), []);
});

test('--plan loads no entities, whatever the options', async t => {
	const options = {debug: false};
	const shop = makeShop(t, "throw new Error('imported');", {driver: 'sqlite', name: 'db', options});
	shop.literalMigration('0001_one', {up: ['create table one (id int)']});
	const {stdout} = await shop.run(['migrate', '--plan']);
	assert.match(stdout, /^Planned operations:\nshop\.0001_one\n {4}create table one \(id int\)/);
	shop.migration('0002_code', {dependencies: ['shop.0001_one'], up: 'await 0;'});
	const coded = await shop.run(['migrate', '--plan']);
	assert.match(coded.stdout, /\(DL017\)\n {4}import [\s\S]*await 0;/);
});

test('--prune removes the records of one app’s missing files', async t => {
	const shop = makeShop(t);
	const file = shop.migration('0001_one', {up: ''});
	shop.migration('0002_two', {dependencies: after('0001_one'), up: ''});
	await shop.run(['migrate']);
	assert.match(
		(await shop.run(['migrate', '--prune'], 1)).stderr,
		/^Error: Migrations can be pruned only when an app is specified\.\n/,
	);
	const clean = await shop.run(['migrate', 'shop', '--prune']);
	assert.equal(clean.stdout, 'Pruning migrations:\n  No migrations to prune.\n');
	rmSync(file);
	shop.migration('0002_two', {up: ''});
	const asked = await shop.run(['migrate', 'shop', '--prune'], 3);
	assert.match(asked.stderr, /^shop\.0001_one: continue\?\n(?:.*\n)*Answer it with --noinput\n$/);
	assert.deepEqual(applied(shop), ['shop.0001_one', 'shop.0002_two']);
	const {stdout} = await shop.run(['migrate', 'shop', '--prune', '--noinput']);
	assert.equal(stdout, 'Pruning migrations:\n  Pruning shop.0001_one OK\n');
	assert.deepEqual(applied(shop), ['shop.0002_two']);
});

test('--atomic refuses a migration that runs without a transaction', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	shop.migration('0002_two', {
		dependencies: after('0001_one'),
		up: '} override isTransactional() { return false;',
	});
	const {stderr} = await shop.run(['migrate', '--atomic'], 1);
	assert.match(stderr, /^Error: shop\.0002_two runs without a transaction/);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'one'"), []);
});

test('--atomic is refused first of all on databases that commit each change by itself', async t => {
	for (const driver of ['mysql', 'mariadb']) {
		const shop = makeShop(t, '', {
			driver,
			host: '127.0.0.1',
			port: 1,
			user: 'root',
			name: 'nowhere',
		});
		shop.migration('0001_one', {up: addSql('create table one (id int)')});
		await assert.rejects(runCommand(shop.root, 'migrate', [], {atomic: true}), {
			code: 'not-atomic',
			message: `${driver} commits each change of the schema at once.`,
			exitCode: 1,
		});
	}
});

test('--check reports a partly applied migration', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {
		up: `${addSql('create table one (id int)', 'create table one (id int)')}
		} override isTransactional() { return false;`,
	});
	shop.migration('0002_two', {dependencies: after('0001_one'), up: ''});
	assert.equal((await runCommand(shop.root, 'migrate')).code, 1);
	const check = await runCommand(shop.root, 'migrate', [], {check: true});
	assert.deepEqual(
		[check.code, check.events],
		[
			1,
			[
				{
					type: 'log',
					level: 'info',
					text: 'shop.0001_one is only partly applied. 2 to apply: shop.0001_one, shop.0002_two',
				},
			],
		],
	);
	const [warning, plan] = (await runCommand(shop.root, 'migrate', [], {plan: true}))
		.events as any[];
	assert.match(warning.text, /^shop\.0001_one is only partly applied\. 'quarterdeck migrate' asks/);
	assert.equal(plan.steps.length, 2);
	assert.equal(
		(await runCommand(shop.root, 'migrate', [], {'start-over': true, fake: true})).code,
		0,
	);
	assert.deepEqual(await runCommand(shop.root, 'migrate', [], {check: true}), {
		code: 0,
		events: [],
		ran: [],
	});
	const back = await runCommand(shop.root, 'migrate', ['shop', 'zero'], {check: true});
	assert.equal((back.events[0] as any).text, '2 to unapply: shop.0002_two, shop.0001_one');
});

test('an irreversible migration is refused before anything is unapplied', async t => {
	const shop = makeShop(t);
	const file = shop.migration('0001_one', {up: addSql('create table one (id int)')});
	shop.migration('0002_two', {dependencies: after('0001_one'), up: '', down: ''});
	writeFileSync(file, readFileSync(file, 'utf8').replace(/override async down[^}]*\}/, ''));
	await shop.run(['migrate']);
	const {stdout, stderr} = await shop.run(['migrate', 'shop', 'zero'], 1);
	assert.equal(stdout, '');
	assert.match(
		stderr,
		/^Error: shop\.0001_one has no down\(\): it cannot be unapplied\.\nNothing was changed\./,
	);
	assert.deepEqual(applied(shop), ['shop.0001_one', 'shop.0002_two']);
});

test('unapplying is refused beforehand when existing rows would make it fail', async t => {
	const shop = makeShop(t, customers('name: p.string(), fax: p.string()'));
	await shop.run(['makemigrations']);
	shop.entities(customers('name: p.string()'));
	await shop.run(['makemigrations']);
	shop.migration('0003_later', {
		dependencies: after('0002_remove_customer_fax'),
		up: '',
		down: addSql('create table later (id int)'),
	});
	await runCommand(shop.root, 'migrate');
	shop.rows("insert into customer values (1, 'Ada')");
	const back = ['shop', '0001_initial'];
	await assert.rejects(runCommand(shop.root, 'migrate', back, {'allow-data-loss': true}), {
		code: 'irreversible',
		message:
			'shop.0002_remove_customer_fax cannot be unapplied with the existing rows: ' +
			'Adds fax to customer as NOT NULL without a default, but 1 row exists: it will fail.',
		hint: /^Nothing was changed\. Let its down\(\) give these rows a value/,
	});
	assert.equal(applied(shop).length, 3);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'later'"), []);
	shop.rows('delete from customer');
	assert.equal((await runCommand(shop.root, 'migrate', back)).code, 0);
	shop.rows("insert into customer values (1, 'Ada', '123')");
	assert.deepEqual(applied(shop), ['shop.0001_initial']);
});

test('an inconsistent history is refused, and applying the missing migration fixes it', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: ''});
	await shop.run(['migrate']);
	shop.migration('0002_two', {up: ''});
	shop.migration('0001_one', {dependencies: after('0002_two'), up: ''});
	const {stderr} = await shop.run(['migrate'], 1);
	assert.match(
		stderr,
		/Migration shop\.0001_one is applied before its dependency shop\.0002_two\.\n/,
	);
	assert.match(stderr, /quarterdeck migrate shop 0002_two --fake/);
	await shop.run(['migrate', 'shop', '0002_two', '--fake']);
	assert.match((await shop.run(['migrate'])).stdout, /No migrations to apply/);
});

test('an inconsistent history is also fixed by removing the record that came too early', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: ''});
	shop.migration('0002_two', {dependencies: after('0001_one'), up: ''});
	shop.migration('0003_three', {dependencies: after('0002_two'), up: ''});
	await runCommand(shop.root, 'migrate');
	shop.rows("delete from mikro_orm_migrations where name = 'shop.0002_two'");
	const remedy =
		"If what shop.0003_three does is not in it, run 'quarterdeck migrate shop 0001_one --fake', then 'quarterdeck migrate'.";
	await assert.rejects(runCommand(shop.root, 'migrate'), ({hint}: {hint: string}) =>
		hint.endsWith(remedy),
	);
	await runCommand(shop.root, 'migrate', ['shop', '0001_one'], {fake: true});
	assert.deepEqual(applied(shop), ['shop.0001_one']);
	assert.equal((await runCommand(shop.root, 'migrate')).code, 0);
	assert.deepEqual(applied(shop), ['shop.0001_one', 'shop.0002_two', 'shop.0003_three']);
});

test('concurrent runs all succeed and apply each migration once', async t => {
	const shop = makeShop(t);
	const names = ['0001_one', '0002_two', '0003_three', '0004_four'];
	for (const [index, name] of names.entries()) {
		const create = index === 0 ? ['create table counter (name text)'] : [];
		shop.migration(name, {
			dependencies: index === 0 ? [] : after(names[index - 1]!),
			up: addSql(...create, `insert into counter values ('${name}')`),
		});
	}
	const outcomes = await Promise.all([0, 1, 2].map(() => quarterdeck(shop.root, ['migrate'])));
	assert.deepEqual(
		outcomes.map(({code, stderr}) => [code, stderr]),
		[0, 1, 2].map(() => [0, '']),
	);
	assert.deepEqual(
		shop.rows('select name from counter').map(({name}) => name),
		names,
	);
	assert.equal(
		outcomes.map(({stdout}) => stdout.split(' OK\n').length - 1).reduce((a, b) => a + b),
		4,
	);
	for (const {stdout} of outcomes) assert.match(stdout, / OK\n$| {2}No migrations to apply\.\n$/);
});

test('--plan and --check work while another run holds the lock, and write nothing', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	const {signal} = new AbortController();
	const project = await openProject(shop.root);
	const {value: lock} = await takeRunLock(project, {wait: false, signal}).next();
	try {
		const database = () =>
			shop.rows("select name from sqlite_master where name not like 'sqlite%'");
		const before = database();
		const {code, events} = await runCommand(shop.root, 'migrate', [], {plan: true});
		const [plan] = events as any[];
		assert.deepEqual([code, plan.steps.map((step: any) => step.migration)], [0, ['shop.0001_one']]);
		assert.equal((await runCommand(shop.root, 'migrate', [], {check: true})).code, 1);
		assert.deepEqual(database(), before);
		assert.ok(!existsSync(path.join(shop.root, '.quarterdeck/runs')));
	} finally {
		await (lock as RunLock).release();
	}
	const {events} = await runCommand(shop.root, 'migrate');
	assert.deepEqual(
		events.flatMap(event =>
			event.type === 'plan' ? event.steps.map((step: any) => step.migration) : [],
		),
		['shop.0001_one'],
		'a real run does what was planned',
	);
});

test('while another process writes, migrate waits and says so; with --no-wait it ends with 4', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: ''});
	await shop.run(['migrate']);
	shop.migration('0002_two', {
		dependencies: after('0001_one'),
		up: addSql('create table two (id int)'),
	});
	const writer = new DatabaseSync(path.join(shop.root, 'db.sqlite3'));
	writer.exec('create table other (id int); begin immediate');
	const refused = await quarterdeck(shop.root, ['migrate', '--no-wait']);
	assert.equal(refused.code, 4);
	assert.match(refused.stderr, /^Error: The migration lock is held by another process/);
	const waiting = quarterdeck(shop.root, ['migrate']);
	await until('the run waits', () => journalsOf(shop).includes('"step-waiting"'));
	writer.exec('rollback');
	writer.close();
	const {code, stdout} = await waiting;
	assert.equal(code, 0);
	assert.match(
		stdout,
		/begin\n {4}Waiting for another connection\.\.\.\n {2}Applying shop\.0002_two\.\.\. OK/,
	);
});

test('an interrupted migration is rolled back and the exit code is 130', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	const flag = path.join(shop.root, 'go-on');
	shop.migration('0002_slow', {
		dependencies: after('0001_one'),
		up: `this.addSql('create table two (id int)');
		const {existsSync, writeFileSync} = await import('node:fs');
		if (!this.ctx) return;
		writeFileSync('${flag}-reached', '');
		while (!existsSync('${flag}')) await new Promise(resolve => setTimeout(resolve, 10));`,
	});
	const child = startQuarterdeck(t, shop.root, ['migrate']);
	let output = '';
	child.stdout.on('data', text => {
		output += text;
	});
	await until('the second migration runs', () => existsSync(`${flag}-reached`));
	child.kill('SIGINT');
	writeFileSync(flag, '');
	const code = await new Promise(resolve => child.on('close', resolve));
	assert.equal(code, 130);
	assert.match(output, /0001_one\.\.\. OK\n {2}Applying shop\.0002_slow\.\.\. FAILED/);
	assert.deepEqual(applied(shop), ['shop.0001_one']);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'two'"), []);
});

test('a file that is not a database is reported in one sentence', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: ''});
	writeFileSync(
		path.join(shop.root, 'db.sqlite3'),
		'This is no database, but a text of some length. '.repeat(40),
	);
	for (const command of ['migrate', 'showmigrations']) {
		const {stderr} = await shop.run([command], 1);
		assert.match(
			stderr,
			/^Error: The sqlite database db\.sqlite3 cannot be used: file is not a database\.\n/,
		);
	}
});

test('a read-only database is refused before anything runs', {
	skip: skipWithout('root, to become somebody else', process.getuid?.() === 0),
}, async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	shop.rows('create table other (id int)');
	const {code, stdout, stderr} = await quarterdeckAsNobody(shop.root, ['migrate']);
	assert.deepEqual([code, stdout], [1, '']);
	assert.match(stderr, /^Error: The sqlite database db\.sqlite3 cannot be used: .*not writable/);
	chownSync(shop.root, nobody, nobody);
	chmodSync(path.join(shop.root, 'db.sqlite3'), 0o444);
	const again = await quarterdeckAsNobody(shop.root, ['migrate']);
	assert.equal(again.code, 1);
	assert.match(again.stderr, /db\.sqlite3 is not writable/);
});

test('migrate mentions changes without a migration when MikroORM is loaded anyway', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	shop.entities(customers('name: p.string(), rank: p.integer().default(1)'));
	const {stdout} = await shop.run(['migrate']);
	assert.match(
		stdout,
		/Your entities in app\(s\): 'shop' have changes that are not yet reflected in a migration/,
	);
});

function journalsOf({root}: Shop): string {
	const folder = path.join(root, '.quarterdeck/runs');
	return readdirSync(folder)
		.map(name => readFileSync(path.join(folder, name), 'utf8'))
		.join('');
}
