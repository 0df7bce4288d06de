import assert from 'node:assert/strict';
import {copyFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {warningsOfChangedFiles} from '../../../source/migrations/graph/changed-files.ts';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {makeShop} from '../../support/shop.ts';

const addSql = (sql: string) => `this.addSql(${JSON.stringify(sql)});`;

const edited =
	"shop.0001_one was edited after it was applied. The database has what ran before: 'quarterdeck sqlmigrate shop 0001_one --diff' shows the change.\n";
const missing =
	"shop.0001_one is applied, and its file is missing. Bring it back from version control, or forget it with 'quarterdeck migrate shop --prune'.\n";

async function makeAppliedShop(t: TestContext) {
	const shop = makeShop(t);
	const one = shop.migration('0001_one', {up: addSql('create table one (id int)')});
	await shop.run(['migrate']);
	return {...shop, one};
}

test('migrate and showmigrations warn once of an edited migration, and end as usual', async t => {
	const shop = await makeAppliedShop(t);
	assert.equal((await shop.run(['migrate'])).stderr, '');
	shop.migration('0001_one', {up: addSql('create table another (id int)')});
	const {stdout, stderr} = await shop.run(['migrate']);
	assert.match(stdout, /No migrations to apply\./);
	assert.equal(stderr, edited);
	assert.equal((await shop.run(['migrate', '--check'])).stderr, edited);
	assert.equal((await shop.run(['migrate', '--plan'])).stderr, edited);
	assert.equal((await shop.run(['showmigrations'])).stderr, edited);
	assert.equal((await shop.run(['showmigrations', '--plan'])).stderr, edited);
	shop.migration('0002_two', {
		dependencies: ['shop.0001_one'],
		up: addSql('create table two (id int)'),
	});
	const more = await shop.run(['migrate']);
	assert.match(more.stdout, /Applying shop\.0002_two\.\.\. OK/);
	assert.equal(more.stderr, edited, 'not again once the lock is held');
	assert.ok((await commandLine(shop.root, ['status'])).stdout.includes(edited));
});

test('they warn of a file that is gone as well', async t => {
	const shop = await makeAppliedShop(t);
	rmSync(shop.one);
	assert.equal((await shop.run(['migrate'])).stderr, missing);
	assert.equal((await shop.run(['showmigrations'])).stderr, missing);
	assert.ok((await commandLine(shop.root, ['status'])).stdout.includes(missing));
	const all = objects(await shop.run(['migrate', '--json']));
	const warnings = all.filter(({type, level}) => type === 'log' && level === 'warning');
	assert.deepEqual(
		warnings.map(({text}) => `${text}\n`),
		[missing],
	);
});

test('the second of two checkouts with one name for two migrations is warned', async t => {
	const shop = makeShop(t, '', {driver: 'sqlite', name: '../db.sqlite3'});
	const other = makeShop(t, '', {driver: 'sqlite', name: path.join(shop.root, '../db.sqlite3')});
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	other.migration('0001_one', {up: addSql('create table another (id int)')});
	assert.equal((await shop.run(['migrate'])).stderr, '');
	const {stdout, stderr} = await other.run(['migrate']);
	assert.match(stdout, /No migrations to apply\./);
	assert.equal(stderr, edited);
	copyFileSync(
		path.join(shop.root, 'shop/migrations/0001_one.ts'),
		path.join(other.root, 'shop/migrations/0001_one.ts'),
	);
	assert.equal((await other.run(['migrate'])).stderr, '', 'the same file is no edit');
});

test('many are listed as far as one can read', () => {
	const migrations = [1, 2, 3, 4, 5, 6, 7].map(number => ({name: `000${number}_x`, edited: true}));
	const [sentence] = warningsOfChangedFiles([{label: 'shop', migrations}]);
	assert.match(
		sentence!,
		/^7 migrations were edited after they were applied: shop\.0001_x, .*, shop\.0005_x and 2 more\. /,
	);
});
