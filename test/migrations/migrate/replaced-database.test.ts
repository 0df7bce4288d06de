import assert from 'node:assert/strict';
import {copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test, {type TestContext} from 'node:test';
import {migrate} from '../../../source/migrations/migrate/migrate.ts';
import {openProject} from '../../../source/project/open/open.ts';
import type {Event} from '../../../source/runs/events.ts';
import {converse} from '../../support/command-line.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {makeShop, type Shop} from '../../support/shop.ts';
import {until} from '../../support/wait.ts';

/** What happens to the database while a run goes on. @param file what its path leads to */
const acts: Record<string, (file: string) => void> = {
	'is deleted': file => rmSync(file),
	'is moved away': file => renameSync(file, `${file}.moved`),
	'is replaced by another': file => {
		const other = new DatabaseSync(`${file}.other`);
		other.exec('create table other (id int)');
		other.close();
		renameSync(`${file}.other`, file);
	},
	'is replaced by its copy': file => {
		copyFileSync(file, `${file}.copy`);
		renameSync(`${file}.copy`, file);
	},
};

const refusal = {
	code: 'database-replaced',
	exitCode: 1,
	message:
		/^The database file db\.sqlite3 was (?:deleted or moved away|replaced by another) during this run\.$/,
};

/** Two of its three migrations are to be applied. */
async function makeShopToMigrate(t: TestContext, isLiteral: boolean): Promise<Shop> {
	const shop = makeShop(t);
	const write = (name: string, sql: string, dependencies: string[] = []) =>
		isLiteral
			? shop.literalMigration(name, {dependencies, up: [sql]})
			: shop.migration(name, {dependencies, up: `this.addSql('${sql}');`});
	write('0001_first', 'create table first as select 1 as id');
	await shop.run(['migrate']);
	write('0002_second', 'create table second (id int)', ['shop.0001_first']);
	write('0003_third', 'drop table first', ['shop.0002_second']);
	return shop;
}

/** The tables of each database, by the name of its file. */
function databasesIn(root: string): Record<string, string[]> {
	const names = readdirSync(root).filter(
		name => name.includes('.sqlite3') && !name.includes('journal'),
	);
	return Object.fromEntries(
		names.map(name => {
			const database = new DatabaseSync(path.join(root, name), {readOnly: true});
			const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
			database.close();
			return [name, tables.map(table => String(table.name)).sort()];
		}),
	);
}

/** Migrates, and acts at one moment. @returns the migrations that were reported as applied */
async function migrateAnd(root: string, moment: (event: Event) => boolean, act: () => void) {
	const applied: string[] = [];
	const {signal} = new AbortController();
	const work = migrate(
		await openProject(root),
		{allowDataLoss: true},
		{interactive: false, prompt: undefined as never, signal},
	);
	const outcome = outcomeOf(work, event => {
		if (event.type === 'applied') applied.push(event.migration);
		if (moment(event)) act();
	});
	await assert.rejects(outcome, refusal);
	return applied;
}

/** When which of them happens, and what was applied before. */
const cases: [when: string, moment: (event: Event) => boolean, act: string, applied: string[]][] = [
	['after the plan', ({type}) => type === 'plan', 'is deleted', []],
	['after the plan', ({type}) => type === 'plan', 'is replaced by another', []],
	[
		'within a step',
		event => event.type === 'applying' && event.index === 1,
		'is replaced by its copy',
		[],
	],
	['between two steps', ({type}) => type === 'applied', 'is moved away', ['shop.0002_second']],
	[
		'within the last step',
		event => event.type === 'applying' && event.index === 2,
		'is replaced by another',
		['shop.0002_second'],
	],
];

for (const isLiteral of [true, false]) {
	const how = isLiteral ? 'SQLite alone' : 'MikroORM';
	for (const [when, moment, what, expected] of cases) {
		test(`with ${how}, nothing is applied to a database that ${what} ${when}`, async t => {
			const {root} = await makeShopToMigrate(t, isLiteral);
			let left: Record<string, string[]> = {};
			const applied = await migrateAnd(root, moment, () => {
				acts[what]!(path.join(root, 'db.sqlite3'));
				left = databasesIn(root);
			});
			assert.deepEqual(applied, expected);
			assert.deepEqual(databasesIn(root), left, 'no database is made or changed');
		});
	}

	test(`with ${how}, a database that is replaced while a person thinks is left as it is`, async t => {
		const {root} = await makeShopToMigrate(t, isLiteral);
		const talk = converse(t, root, ['migrate']);
		await until('it asks', () => talk.text().includes('Data would be lost'));
		acts[isLiteral ? 'is deleted' : 'is replaced by another']!(path.join(root, 'db.sqlite3'));
		const left = databasesIn(root);
		await talk.answer('[y/N]', 'y');
		assert.equal(await talk.end(), 1);
		assert.match(talk.text(), /Error: The database file db\.sqlite3 was .* during this run\./);
		assert.doesNotMatch(talk.text(), / OK|^ +at /m);
		assert.deepEqual(databasesIn(root), left);
		assert.ok(!readdirSync(path.join(root, '.quarterdeck')).includes('backups'));
	});
}

test('a link that leads to another database is noticed, and one to the same is not', async t => {
	const {root} = await makeShopToMigrate(t, true);
	const [file, data] = [path.join(root, 'db.sqlite3'), path.join(root, 'data')];
	mkdirSync(data);
	renameSync(file, path.join(data, 'one'));
	copyFileSync(path.join(data, 'one'), path.join(data, 'two'));
	symlinkSync('data/one', file);
	const applied = await migrateAnd(
		root,
		({type}) => type === 'plan',
		() => {
			rmSync(file);
			symlinkSync('data/two', file);
		},
	);
	assert.deepEqual(applied, []);
	rmSync(file);
	symlinkSync('data/one', file);
	const {signal} = new AbortController();
	const again = migrate(
		await openProject(root),
		{allowDataLoss: true},
		{interactive: false, prompt: undefined as never, signal},
	);
	const {events} = await outcomeOf(again, event => {
		if (event.type !== 'plan') return;
		rmSync(file);
		symlinkSync(path.join(data, 'one'), file);
	});
	assert.equal(events.filter(({type}) => type === 'applied').length, 2);
});

test('of one transaction nothing is reported as applied to a file that is gone', async t => {
	const shop = makeShop(t);
	shop.literalMigration('0001_first', {up: ['create table first (id int)']});
	await shop.run(['migrate']);
	shop.literalMigration('0002_second', {
		dependencies: ['shop.0001_first'],
		up: ['create table second (id int)', 'create table third (id int)'],
	});
	const {signal} = new AbortController();
	const work = migrate(
		await openProject(shop.root),
		{atomic: true},
		{interactive: false, prompt: undefined as never, signal},
	);
	const events: Event[] = [];
	const outcome = outcomeOf(work, event => {
		events.push(event);
		if (event.type === 'statement') rmSync(path.join(shop.root, 'db.sqlite3'), {force: true});
	});
	await assert.rejects(outcome, refusal);
	assert.ok(!events.some(({type}) => type === 'applied'));
});
