import assert from 'node:assert/strict';
import {existsSync, utimesSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {warningText} from '../../source/runs/event-texts.ts';
import {openStatus} from '../../source/status/collect.ts';
import {objects} from '../support/command.ts';
import {authors, makePlainProject} from '../support/plain-project.ts';
import {makeShop, type Shop} from '../support/shop.ts';
import {migrationIn} from '../support/watch.ts';

/** Its migrations were made without a snapshot, which a status tells in the end. */
const noSnapshot = 1;

/** A shop with three books, whose next migration drops their titles. */
async function makeShopOfBooks(t: TestContext): Promise<Shop> {
	const shop = makeShop(t);
	shop.literalMigration('0001_books', {
		up: ['create table book (id integer primary key, title text);'],
	});
	await shop.run(['migrate']);
	shop.rows("insert into book values (1, 'Emma'), (2, 'Persuasion'), (3, 'Sanditon')");
	shop.literalMigration('0002_drop', {
		dependencies: ['shop.0001_books'],
		up: ['alter table book drop column title;'],
	});
	return shop;
}

test('shows the warnings of the plan', async t => {
	const shop = await makeShopOfBooks(t);
	const differs = async () => {
		const [status] = objects(await shop.run(['status', '--json'], noSnapshot));
		const [plan] = objects(await shop.run(['migrate', '--plan', '--json']));
		const hazards = status.apps[0].migrations.map(({name, warnings, losesData}: any) => ({
			migration: `shop.${name}`,
			warnings,
			losesData,
		}));
		assert.deepEqual(hazards[0], {
			migration: 'shop.0001_books',
			warnings: [],
			losesData: undefined,
		});
		const planned = plan.steps.map(({migration, warnings, losesData}: any) => ({
			migration,
			warnings,
			losesData,
		}));
		assert.deepEqual(hazards.slice(1), planned);
		return planned;
	};
	const [drop] = await differs();
	assert.match(drop.warnings[0].message, /^Drops the column title of book. Its values in 3 rows/);
	assert.equal(drop.losesData, true);

	const ofTheirOwn = {dependencies: ['shop.0002_drop'], up: "this.addSql('drop table book');"};
	shop.migration('0003_theirs', ofTheirOwn);
	const [again, theirs] = await differs();
	assert.deepEqual(again, drop);
	assert.equal(theirs.warnings[0].code, 'DL001');

	const {stdout} = await shop.run(['status'], noSnapshot);
	assert.match(stdout, / \[ \] 0002_drop\n {5}!! Drops the column title of book\. .*\(DL002\)\n/);
	shop.rows('delete from book');
	assert.match(
		(await shop.run(['status'], noSnapshot)).stdout,
		/0003_theirs\n {5}! Drops the table book. It is/,
	);
});

test('never runs the code of a migration', async t => {
	const shop = await makeShopOfBooks(t);
	shop.migration('0003_code', {
		dependencies: ['shop.0002_drop'],
		up: `(await import('node:fs')).writeFileSync('ran', ''); this.addSql('drop table book');`,
	});
	const [status] = objects(await shop.run(['status', '--json'], noSnapshot));
	const [, drop, code] = status.apps[0].migrations;
	assert.equal(drop.warnings[0].code, 'DL002');
	assert.deepEqual(
		code.warnings.map(({code}: any) => code),
		['DL017', 'DL001', 'DL013'],
	);
	assert.ok(!existsSync(path.join(shop.root, 'ran')));
});

test('checks once for each change, and keeps the last result until then', async t => {
	const shop = await makeShopOfBooks(t);
	const reader = await openStatus(shop.root);
	const warnings = async () =>
		migrationIn(await reader.read(), 'shop.0002_drop')!
			.warnings.map(warningText)
			.join();
	assert.equal(await warnings(), '');
	await reader.checkHazards(await reader.read());
	assert.match(await warnings(), /3 row/);

	shop.rows('delete from book where id = 1');
	await reader.checkHazards(await reader.read());
	assert.match(await warnings(), /3 row/);

	const file = migrationIn(await reader.read(), 'shop.0002_drop')!.path!;
	utimesSync(file, 1, 1);
	await reader.checkHazards(await reader.read());
	assert.match(await warnings(), /2 row/);

	shop.literalMigration('0003_more', {dependencies: ['shop.0002_drop'], up: ['nonsense;']});
	assert.match(await warnings(), /2 row/);
	await shop.run(['migrate', 'shop', '0002', '--allow-data-loss']);
	await reader.checkHazards(await reader.read());
	assert.equal(await warnings(), '');
});

test('waits for a running migrate, and has no warnings when the check fails', async t => {
	const shop = await makeShopOfBooks(t);
	const reader = await openStatus(shop.root);
	const run = {run: 'x', operator: 'ann', host: 'web-1', pid: 1, since: ''};
	const look = async (kind: string) => {
		const status = await reader.read();
		await reader.checkHazards({...status, runs: [{...run, kind, command: `${kind} shop`}]});
		return migrationIn(await reader.read(), 'shop.0002_drop')!.warnings.length;
	};
	assert.equal(await look('migrate'), 0);
	assert.equal(await look('makemigrations'), 1);

	shop.migration('0003_typo', {dependencies: ['shop.0002_drop'], up: '}'});
	assert.equal(await look('makemigrations'), 1);
	const [status] = objects(await shop.run(['status', '--json'], noSnapshot));
	assert.deepEqual(
		status.problems.map(({code}: any) => code),
		['snapshot', 'migration-syntax'],
	);
});

test('uses the migration names of a plain MikroORM project', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	project.rows("insert into author (name) values ('Austen')");
	project.write(
		'migrations/Migration20990101000000.js',
		`import {Migration} from '@mikro-orm/migrations';

export class Migration20990101000000 extends Migration {
	async up() {
		this.addSql('drop table author;');
	}
}
`,
	);
	const reader = await openStatus(project.root);
	await reader.checkHazards(await reader.read());
	const [, drop] = (await reader.read()).apps[0]!.migrations;
	assert.match(
		drop!.warnings.map(warningText).join(' '),
		/Drops the table author. 1 row.*It has no down/,
	);
	assert.deepEqual([drop!.name, drop!.losesData], ['Migration20990101000000', true]);
});
