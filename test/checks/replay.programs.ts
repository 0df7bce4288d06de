import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {makePlainProject} from '../support/plain-project.ts';
import {makeShop} from '../support/shop.ts';

const entities =
	"export const Item = defineEntity({name: 'Item', tableName: 'item', properties: {id: p.integer().primary(), name: p.string()}});";

test('the whole history runs on a new database, and the own one is not touched', async t => {
	const shop = makeShop(t, entities);
	await shop.run(['makemigrations']);
	writeFileSync(path.join(shop.root, 'urls.ts'), 'export default [];');
	const {stdout} = await shop.run(['check', '--replay']);
	assert.match(stdout, /1 issue/);
	assert.doesNotMatch(stdout, /E00[56]/);
	assert.equal(existsSync(path.join(shop.root, 'db.sqlite3')), false);
	assert.equal(existsSync(path.join(shop.root, '.quarterdeck/applied')), false);
});

test('a migration that fails, or makes something else than its snapshot, is found', async t => {
	const shop = makeShop(t, entities);
	await shop.run(['makemigrations']);
	const file = path.join(shop.root, 'shop/migrations/0001_initial.ts');
	const text = readFileSync(file, 'utf8');
	writeFileSync(file, text.replace(/name(?=\\`)/, 'title'));
	const {stdout} = await shop.run(['check', '--replay'], 1);
	assert.match(
		stdout,
		/\(migrations\.E006\) After all migrations, a new database differs from the snapshot of shop/,
	);
	writeFileSync(file, text.replace('create table', 'creat table'));
	const failing = await shop.run(['check', '--replay'], 1);
	assert.match(failing.stdout, /\(migrations\.E005\) shop\.0001_initial fails on a new database/);
});

test('a plain project is replayed as well', async t => {
	const project = makePlainProject(t, entities);
	await project.quarterdeck('makemigrations');
	const {code, events} = await project.quarterdeck('check', [], {replay: true});
	assert.equal(code, 0, JSON.stringify(events));
	assert.equal(existsSync(path.join(project.root, 'library.db')), false);
});

test('without a folder for temporary files the reason is said', async t => {
	const shop = makeShop(t, entities);
	const env = {...process.env, TMPDIR: path.join(shop.root, 'nowhere')};
	const {stdout, stderr} = await quarterdeck(shop.root, ['check', '--replay'], {env});
	assert.match(stdout, /\(migrations\.W008\) The migrations were not replayed: ENOENT/);
	assert.equal(stderr, '');
});

test('a place that the options of the driver name is not touched', async t => {
	const own = {driverOptions: {dataDir: 'own-data'}};
	const shop = makeShop(t, entities, {driver: 'pglite', name: 'data', options: own});
	await shop.run(['makemigrations']);
	const {stdout} = await quarterdeck(shop.root, ['check', '--replay']);
	assert.match(stdout, /W008\) The migrations were not replayed: the options of the driver name/);
	assert.equal(existsSync(path.join(shop.root, 'own-data')), false);
});
