import assert from 'node:assert/strict';
import {chmodSync, existsSync, globSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {createTables, serve, tutorialProject} from '../../support/application.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

function modesIn(root: string, name = 'db.sqlite3'): Record<string, string> {
	const files = readdirSync(root).filter(file => file.startsWith(name));
	return Object.fromEntries(files.sort().map(file => [file, modeOf(path.join(root, file))]));
}

test('migrate makes a database, with what lies beside it, that only its owner can read', async t => {
	const root = tutorialProject(t);
	await runCommand(root, 'migrate');
	assert.deepEqual(modesIn(root), {'db.sqlite3': '600'});
	const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
	database.exec('pragma journal_mode = wal; create table t (a)');
	assert.deepEqual(modesIn(root), {
		'db.sqlite3': '600',
		'db.sqlite3-shm': '600',
		'db.sqlite3-wal': '600',
	});
	database.close();
});

test('literal migrations, which run without MikroORM, do so as well, and backups too', async t => {
	const shop = makeShop(t);
	shop.literalMigration('0001_empty', {up: ['create table box (a text)']});
	await runCommand(shop.root, 'migrate');
	assert.deepEqual(modesIn(shop.root), {'db.sqlite3': '600'});
	shop.migration('0002_pet', {
		dependencies: ['shop.0001_empty'],
		up: 'this.addSql("create table pet (name text)");',
		down: 'this.addSql("drop table pet");',
	});
	await shop.run(['migrate', '--noinput']);
	const database = new DatabaseSync(path.join(shop.root, 'db.sqlite3'));
	database.exec("insert into pet values ('Rex')");
	database.close();
	await shop.run(['migrate', 'shop', '0001', '--allow-data-loss', '--noinput']);
	const backups = globSync('.quarterdeck/backups/*', {cwd: shop.root});
	assert.equal(backups.length, 1);
	assert.equal(modeOf(path.join(shop.root, backups[0]!)), '600');
});

test('the application makes one as well when it is the first to ask', async t => {
	const project = await openProject(tutorialProject(t));
	await createTables(project);
	assert.deepEqual(modesIn(project.root), {'db.sqlite3': '600'});
	const later = await openProject(tutorialProject(t));
	const {url} = await serve(t, later);
	assert.deepEqual(modesIn(later.root), {}, 'none before a request needs it');
	await fetch(`${url}/accounts/login/`, {headers: {cookie: `sessionid=${'a'.repeat(43)}`}});
	assert.deepEqual(modesIn(later.root), {'db.sqlite3': '600'});
});

test('a plain project, wherever its command runs', async t => {
	const plain = makePlainProject(t, 'Book');
	plain.entities(
		"export const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary(), title: p.string()}});",
	);
	await plain.quarterdeck('makemigrations');
	await plain.quarterdeck('migrate');
	assert.deepEqual(modesIn(plain.root, 'library.db'), {'library.db': '600'});
});

test('libSQL’s file and PGlite’s folder', async t => {
	for (const [driver, name, expected] of [
		['libsql', 'file:local.db', '600'],
		['pglite', 'data', '700'],
	] as const) {
		const root = tutorialProject(t);
		writeFileSync(
			path.join(root, 'settings.ts'),
			`import {defineSettings} from 'quarterdeck';
export default defineSettings({apps: [], database: {driver: '${driver}', name: '${name}'}, secretKey: 'x'});
`,
		);
		const project = await openProject(root);
		const {orm} = await project.access.openOrm(project);
		await orm.em.getConnection().execute('create table t (a int)');
		await orm.close(true);
		const place = path.join(root, name.replace('file:', ''));
		assert.equal(modeOf(place), expected, driver);
		assert.ok(!existsSync(path.join(process.cwd(), 'local.db')), 'it is in the project');
	}
});

test('a database that is there keeps its mode', async t => {
	const root = tutorialProject(t);
	const file = path.join(root, 'db.sqlite3');
	writeFileSync(file, '');
	chmodSync(file, 0o640);
	await runCommand(root, 'migrate');
	assert.equal(modeOf(file), '640');
});

test('looking at a project makes no database', async t => {
	const root = tutorialProject(t);
	for (const command of ['status', 'check', 'showmigrations']) await runCommand(root, command);
	assert.deepEqual(modesIn(root), {});
});
