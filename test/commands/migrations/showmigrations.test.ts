import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import test from 'node:test';
import {objects, quarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {copyFixture} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

test('showmigrations prints each app in bold and marks what is applied', async t => {
	const root = copyFixture(t, 'tutorial');
	const show = async (...words: string[]) => commandLine(root, ['showmigrations', ...words]);
	assert.equal(
		(await show()).stdout,
		'auth\n [ ] 0001_initial\nsessions\n [ ] 0001_initial\naccounts\n (no migrations)\n',
	);
	await commandLine(root, ['migrate', 'auth']);
	assert.equal((await show('auth')).stdout, 'auth\n [X] 0001_initial\n');
	assert.equal(
		(await show('--plan')).stdout,
		'[X]  auth.0001_initial\n[ ]  sessions.0001_initial\n',
	);
	const coloured = await quarterdeck(root, ['showmigrations', 'accounts'], {
		env: {FORCE_COLOR: '1'},
	});
	assert.equal(coloured.stdout, '\u001B[1maccounts\u001B[0m\n (no migrations)\n');
	const [auth, sessions] = objects(await show('--json'));
	assert.equal(auth.label, 'auth');
	assert.ok(Math.abs(Date.parse(auth.migrations[0].applied) - Date.now()) < 60_000);
	assert.deepEqual(sessions, {
		label: 'sessions',
		migrations: [{name: '0001_initial', applied: null}],
	});
	const unknown = await show('nope');
	assert.deepEqual(
		[unknown.code, unknown.stderr.split('\n')[0]],
		[2, "Error: No installed app with label 'nope'."],
	);
});

test('an applied migration without a file is marked as missing', async t => {
	const shop = makeShop(t);
	const file = shop.migration('0001_one', {up: ''});
	await shop.run(['migrate']);
	rmSync(file);
	assert.equal((await shop.run(['showmigrations'])).stdout, 'shop\n [X] 0001_one (FILE MISSING)\n');
	const [{migrations}] = objects(await shop.run(['showmigrations', '--json'])) as any;
	assert.equal(migrations[0].missingFile, true);
	assert.match((await shop.run(['migrate'])).stdout, /No migrations to apply/);
});

test('an applied migration is marked as edited when its meaning changes, not for a comment', async t => {
	const shop = makeShop(t);
	const file = shop.migration('0001_one', {up: "this.addSql('create table one (id int)');"});
	const {code} = await runCommand(shop.root, 'migrate');
	assert.equal(code, 0);
	const shown = async () => (await runCommand(shop.root, 'showmigrations')).events[0].text;
	const source = readFileSync(file, 'utf8');
	writeFileSync(file, `// for the record\n${source}`);
	assert.equal(await shown(), ' [X] 0001_one');
	writeFileSync(file, source.replace('id int', 'id bigint'));
	assert.equal(await shown(), ' [X] 0001_one (edited since applied)');
});

test('a missing dependency and a circular one are reported in one sentence', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {dependencies: ['shop.0009_nine'], up: ''});
	const {stderr} = await shop.run(['showmigrations'], 1);
	assert.match(
		stderr,
		/^Error: Migration shop\.0001_one depends on shop\.0009_nine, which does not exist\.\n/,
	);
	shop.migration('0009_nine', {dependencies: ['shop.0001_one'], up: ''});
	assert.match(
		(await shop.run(['showmigrations'], 1)).stderr,
		/^Error: These migrations depend on each other: shop\.0001_one → shop\.0009_nine → shop\.0001_one\.\n/,
	);
});

test('showmigrations loads neither MikroORM nor a migration', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: ''});
	await shop.run(['migrate']);
	rmSync(`${shop.root}/node_modules/@mikro-orm`);
	// Their versions are read, and nothing of them is loaded.
	for (const name of ['core', 'migrations']) {
		mkdirSync(`${shop.root}/node_modules/@mikro-orm/${name}`, {recursive: true});
		writeFileSync(
			`${shop.root}/node_modules/@mikro-orm/${name}/package.json`,
			'{"version": "7.2.1", "main": "missing.js"}',
		);
	}
	assert.match(
		(await shop.run(['showmigrations'], 1)).stderr,
		/@mikro-orm\/sqlite is not installed/,
	);
	rmSync(`${shop.root}/db.sqlite3`);
	assert.equal((await shop.run(['showmigrations'])).stdout, 'shop\n [ ] 0001_one\n');
});
