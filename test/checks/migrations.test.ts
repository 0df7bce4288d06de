import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Finding} from '../../source/checks/finding/finding.ts';
import {openStatus} from '../../source/status/collect.ts';
import {findingsOf, idsOf, soundProject} from '../support/findings.ts';
import {runCommand} from '../support/run-command.ts';

const addSql = (sql: string) => `this.addSql(${JSON.stringify(sql)});`;

test('finds changes without a migration, and unapplied, missing and edited migrations', async t => {
	const shop = soundProject(t);
	shop.entities(
		"export const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});",
	);
	const [unmade] = await findingsOf(shop.root);
	assert.deepEqual(
		[unmade?.id, unmade?.message],
		[
			'migrations.W002',
			'The entities of shop have changed, and no migration says so: Create entity Book.',
		],
	);
	await runCommand(shop.root, 'makemigrations');
	assert.deepEqual(await idsOf(shop.root), ['migrations.W001']);
	await runCommand(shop.root, 'migrate');
	assert.deepEqual(await idsOf(shop.root), []);
	const two = shop.migration('0002_two', {
		dependencies: ['shop.0001_initial'],
		up: addSql('create table two (id int)'),
	});
	await runCommand(shop.root, 'migrate');
	shop.migration('0002_two', {
		dependencies: ['shop.0001_initial'],
		up: addSql('create table three (id int)'),
	});
	const edited = (await findingsOf(shop.root)).find(({id}) => id === 'migrations.W003');
	assert.equal(edited?.file, two);
	rmSync(two);
	const missing = (await findingsOf(shop.root)).find(({id}) => id === 'migrations.W004');
	assert.equal(missing?.message, 'shop.0002_two is applied, and its file is missing.');
});

test('two leaves and a missing dependency are findings', async t => {
	const shop = soundProject(t);
	shop.migration('0001_one', {up: ''});
	shop.migration('0001_two', {up: ''});
	const ends = (await findingsOf(shop.root)).find(({id}) => id === 'migrations.E002');
	assert.match(ends?.message ?? '', /more than one end: 0001_one, 0001_two\./);
	shop.migration('0001_two', {dependencies: ['shop.0009_nine'], up: ''});
	const [graph] = await findingsOf(shop.root);
	assert.equal(graph?.id, 'migrations.E001');
	assert.match(graph.message, /depends on shop\.0009_nine, which does not exist/);
});

test('a misnamed migration is a finding, and a problem in the status', async t => {
	const shop = soundProject(t);
	const one = shop.migration('0001_größe', {up: addSql('create table size (id int)')});
	const folder = path.dirname(one);
	for (const name of ['0002_new price.ts', '0001_größe.test.ts', '0001_größe.d.ts', '0002.txt']) {
		writeFileSync(path.join(folder, name), '');
	}
	const found = await findingsOf(shop.root);
	const misnamed = found.filter(({id}) => id === 'migrations.W005');
	const {problems} = await (await openStatus(shop.root)).read();
	for (const told of [misnamed, problems]) {
		assert.equal(told.length, 1);
		const [{message, hint, file}] = told as [Finding];
		assert.match(message, /^0002_new price\.ts never runs/);
		assert.match(hint ?? '', /: 0002_new_price\.ts\.$/);
		assert.equal(file, path.join(folder, '0002_new price.ts'));
	}
	assert.deepEqual((await runCommand(shop.root, 'migrate')).ran, ['shop.0001_größe']);
});

test('a partly applied migration is a finding', async t => {
	const shop = soundProject(t);
	shop.migration('0001_one', {
		up: `${addSql('create table one (id int)')} ${addSql('create table one (id int)')}
	}

	override isTransactional() {
		return false;`,
	});
	await runCommand(shop.root, 'migrate').catch(() => {});
	const left = (await findingsOf(shop.root)).find(({id}) => id === 'migrations.E003');
	assert.match(
		left?.message ?? '',
		/^shop\.0001_one is only partly applied: 1 of its 2 statements ran\.$/,
	);
});
