import assert from 'node:assert/strict';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {converse} from '../../support/command-line.ts';
import {cliFile} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop, type Shop} from '../../support/shop.ts';
import {openTerminal} from '../../support/terminal.ts';

const applied = (shop: Shop) =>
	shop.rows('select name from mikro_orm_migrations order by id').map(({name}) => name);

test('unapplying everything names each table with its rows and asks first', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	await runCommand(shop.root, 'migrate');
	shop.rows("insert into customer values (1, 'Ada'), (2, 'Bob')");
	const person = converse(t, shop.root, ['migrate', 'shop', 'zero']);
	await person.answer('Continue? [y/N] ', 'y');
	assert.equal(await person.end(), 0);
	assert.match(person.text(), /Drops the table customer\. 2 rows would be lost\./);
	assert.match(
		person.text(),
		/ {2}Unapply all migrations: shop\n(?:.*\n)*.*Unapplying shop\.0001_initial\.\.\. OK\n$/,
	);
	assert.deepEqual(applied(shop), []);
});

test('--prune asks before it removes a record; ^C removes nothing', async t => {
	const shop = makeShop(t);
	const file = shop.migration('0001_one', {up: ''});
	await runCommand(shop.root, 'migrate');
	rmSync(file);
	const prune = () => converse(t, shop.root, ['migrate', 'shop', '--prune']);
	const refuses = prune();
	await refuses.answer('shop.0001_one: continue? [y/N] ', '');
	assert.equal(await refuses.end(), 0);
	const interrupts = prune();
	await interrupts.press('continue? [y/N] ', '\u0003');
	assert.equal(await interrupts.end(), 130);
	assert.deepEqual(applied(shop), ['shop.0001_one']);
	const agrees = prune();
	await agrees.answer('continue? [y/N] ', 'y');
	assert.equal(await agrees.end(), 0);
	assert.match(agrees.text(), / {2}Pruning shop\.0001_one OK\n$/);
	assert.deepEqual(applied(shop), []);
});

test('migrate asks about a partly applied migration; leaving it ends with 3', async t => {
	const shop = makeShop(t);
	const write = (second: string) =>
		shop.migration('0001_one', {
			up: `this.addSql('create table one (id int)'); this.addSql('${second}');
			} override isTransactional() { return false;`,
		});
	write('create table one (id int)');
	assert.equal((await runCommand(shop.root, 'migrate')).code, 1);
	write('create table two (id int)');
	const leaves = converse(t, shop.root, ['migrate']);
	await leaves.answer(' 4) leave it as it is', '4');
	assert.equal(await leaves.end(), 3);
	assert.match(
		leaves.text(),
		/^shop\.0001_one is only partly applied\. .*\nStill in the database:\n/,
	);
	const resumes = converse(t, shop.root, ['migrate']);
	await resumes.answer(' 1) --resume continues at statement 2', '1');
	assert.equal(await resumes.end(), 0);
	assert.match(resumes.text(), /Applying shop\.0001_one\.\.\. OK\n$/);
	assert.deepEqual(shop.rows('select * from two'), []);
});

test('in a terminal OK is bold green, and plain with NO_COLOR', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: '', down: ''});
	for (const [env, ok] of [
		[{}, '...\u001B[32m OK\u001B[0m'],
		[{NO_COLOR: '1'}, '... OK'],
	] as const) {
		const terminal = openTerminal([process.execPath, cliFile, 'migrate'], {cwd: shop.root, env});
		assert.equal((await terminal.exited).exitCode, 0);
		await terminal.shows('shop.0001_one... OK');
		assert.ok(terminal.raw().includes(`Applying shop.0001_one${ok}\r\n`), terminal.raw());
		await runCommand(shop.root, 'migrate', ['shop', 'zero']);
	}
});

test('in production migrate wants the database’s name or a flag', async t => {
	const shop = makeShop(t);
	const settings = path.join(shop.root, 'settings.ts');
	const text = readFileSync(settings, 'utf8');
	writeFileSync(settings, text.replace('apps:', "environment: 'production', apps:"));
	shop.migration('0001_one', {
		up: "this.addSql('create table one (id int)');",
		down: "this.addSql('drop table one');",
	});
	const unasked = await runCommand(shop.root, 'migrate', [], {noinput: true});
	assert.equal(unasked.code, 3);
	const [question] = unasked.events as any[];
	assert.deepEqual(
		[question.text, question.flag],
		[
			'This is PRODUCTION: the sqlite database db.sqlite3. 1 to apply: shop.0001_one.',
			'--allow-production',
		],
	);
	for (const [answer, code] of [
		['y', 1],
		['db.sqlite3', 0],
	] as const) {
		const person = converse(t, shop.root, ['migrate']);
		await person.answer("Type the database's name, db.sqlite3, to continue: ", answer);
		assert.equal(await person.end(), code);
		assert.match(person.text(), code === 0 ? /0001_one\.\.\. OK\n$/ : /\nNothing was changed\.\n$/);
	}
	assert.equal((await runCommand(shop.root, 'migrate')).code, 0, 'nothing to do is nothing to ask');
	assert.equal((await runCommand(shop.root, 'migrate', ['shop', 'zero'], {check: true})).code, 1);
	assert.equal((await runCommand(shop.root, 'migrate', ['shop', 'zero'], {plan: true})).code, 0);
	shop.rows('insert into one values (1)');
	const back = await runCommand(shop.root, 'migrate', ['shop', 'zero'], {'allow-production': true});
	assert.deepEqual([back.code, (back.events[0] as any).id], [3, 'data-loss']);
	const both = {'allow-production': true, 'allow-data-loss': true};
	assert.equal((await runCommand(shop.root, 'migrate', ['shop', 'zero'], both)).code, 0);
});
