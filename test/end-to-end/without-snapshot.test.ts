import assert from 'node:assert/strict';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../support/command.ts';
import {commandLine} from '../support/command-line.ts';
import {authors, makePlainProject, type PlainProject} from '../support/plain-project.ts';
import {makeShop} from '../support/shop.ts';

const snapshot = '.snapshot-library.db.json';

/** A fresh clone: the database is not there yet. */
async function makeClone(t: test.TestContext, options?: string): Promise<PlainProject> {
	const project = makePlainProject(t, authors('name: p.string()'), options);
	const {code} = await commandLine(project.root, ['makemigrations']);
	assert.equal(code, 0);
	return project;
}

const folderOf = ({root}: PlainProject) =>
	['src/migrations', 'migrations'].map(name => path.join(root, name)).find(existsSync)!;

async function statusOf({root}: {root: string}) {
	return objects(await commandLine(root, ['status', '--json']))[0];
}

test('without a snapshot the migrations are listed and run, and then makemigrations writes it', async t => {
	const project = await makeClone(t);
	const file = path.join(folderOf(project), snapshot);
	const written = readFileSync(file, 'utf8');
	rmSync(file);
	const {code, stdout, stderr} = await commandLine(project.root, ['status']);
	assert.equal(code, 0, stderr);
	assert.match(stdout, /\n \[ \] Migration\d+\n {2}~ {2}entities not compared: no snapshot\n/);
	assert.match(
		stderr,
		/Run 'quarterdeck migrate', then 'quarterdeck makemigrations', which writes .*\/\.snapshot-library\.db\.json\.\n/,
	);
	const status = await statusOf(project);
	assert.deepEqual([status.apps[0].notCompared, status.unapplied], ['no snapshot', 1]);
	assert.deepEqual(
		status.problems.map(({code}: {code: string}) => code),
		['no-snapshot'],
	);
	const check = await commandLine(project.root, ['check']);
	assert.deepEqual([check.code, check.stderr.includes('ERRORS')], [0, false]);
	assert.equal((await commandLine(project.root, ['migrate'])).code, 0);
	assert.deepEqual((await statusOf(project)).problems, []);
	for (const flag of ['--check', '--dry-run'])
		assert.equal((await commandLine(project.root, ['makemigrations', flag])).code, 0);
	assert.equal(existsSync(file), false);
	const made = await commandLine(project.root, ['makemigrations']);
	assert.match(made.stdout, /^No changes detected$/m);
	assert.match(made.stdout, /^The schema is now in .*\.snapshot-library\.db\.json\.$/m);
	assert.equal(readFileSync(file, 'utf8'), written);
	assert.match(await project.stock('migration:check'), /No changes required/);
});

test('entities that have changed get a migration with the snapshot, and no snapshot hides them', async t => {
	const project = await makeClone(t);
	const file = path.join(folderOf(project), snapshot);
	rmSync(file);
	await commandLine(project.root, ['migrate']);
	project.entities(authors('name: p.string(), age: p.integer().nullable()'));
	// Modules that have not changed are imported once.
	appendFileSync(path.join(project.root, 'src/mikro-orm.config.ts'), '\n');
	const made = await commandLine(project.root, ['makemigrations']);
	assert.match(made.stdout, /\+ Add property age to author/);
	assert.doesNotMatch(made.stdout, /The schema is now in/);
	assert.match(readFileSync(file, 'utf8'), /"age"/);
});

test('without a snapshot, the notes of a run that is going on are no change', async t => {
	const project = await makeClone(t);
	rmSync(path.join(folderOf(project), snapshot));
	await commandLine(project.root, ['migrate']);
	project.rows('create table quarterdeck_notes (name text primary key)');
	const {code, stdout} = await commandLine(project.root, ['makemigrations', '--check']);
	assert.deepEqual([code, stdout], [0, 'No changes detected\n']);
});

test('a snapshot for a database of another name is offered', async t => {
	const project = await makeClone(t);
	const folder = folderOf(project);
	renameSync(path.join(folder, snapshot), path.join(folder, '.snapshot-other.json'));
	const {stderr} = await commandLine(project.root, ['makemigrations']);
	assert.match(stderr, /^Error: Entities not compared: no snapshot\.\n/);
	assert.match(
		stderr,
		/set migrations\.snapshotName to '\.snapshot-other' in src\/mikro-orm\.config/,
	);
});

test('a config that wants no snapshot gets none', async t => {
	const project = await makeClone(t, "dbName: 'library.db', migrations: {snapshot: false}");
	const status = await statusOf(project);
	assert.equal(status.apps[0].notCompared, 'no snapshot');
	assert.match(status.problems[0].hint, /compared with the database/);
	await commandLine(project.root, ['migrate']);
	await commandLine(project.root, ['makemigrations']);
	assert.deepEqual(
		readdirSync(folderOf(project)).filter(name => name.endsWith('.json')),
		[],
	);
});

test('a damaged snapshot hides no migration, and migrate runs', async t => {
	const project = await makeClone(t);
	writeFileSync(path.join(folderOf(project), snapshot), '<<<<<<< HEAD');
	const {code, stdout, stderr} = await commandLine(project.root, ['status']);
	assert.equal(code, 1);
	assert.match(stdout, /\[ \] Migration\d+\n {2}~ {2}entities not compared/);
	assert.match(stderr, /cannot be read/);
	assert.equal((await commandLine(project.root, ['migrate'])).code, 0);
});

test('migrations are listed in the order in which they run', async t => {
	const classNamed = (name: string, table: string) =>
		`export class ${name} extends Migration {\n\tup() {\n\t\tthis.addSql('create table ${table} (id integer)');\n\t}\n\tdown() {\n\t\tthis.addSql('drop table ${table}');\n\t}\n}\n`;
	const project = makePlainProject(
		t,
		"export const Shelf = defineEntity({name: 'Shelf', properties: {id: p.integer().primary()}});",
		"dbName: 'library.db', migrations: {snapshot: false, migrationsList: list}",
	);
	const config = path.join(project.root, 'src/mikro-orm.config.ts');
	writeFileSync(
		config,
		readFileSync(config, 'utf8').replace(
			'\nexport default',
			"import {list} from './list.js';\n\nexport default",
		),
	);
	project.write(
		'src/list.ts',
		`import {Migration} from '@mikro-orm/migrations';\n${classNamed('Zebra', 'a')}${classNamed('Ape', 'b')}${classNamed('Lion', 'c')}
export const list = [Zebra, {name: 'Middle.ts', class: Ape}, {name: 'Early', class: Lion}];\n`,
	);
	const order = ['Zebra', 'Middle', 'Early'];
	const names = async () =>
		(await statusOf(project)).apps[0].migrations.map(({name}: {name: string}) => name);
	assert.deepEqual(await names(), order);
	const shown = await commandLine(project.root, ['showmigrations']);
	assert.deepEqual(shown.stdout.match(/(?<=\[ \] )\w+/g), order);
	assert.deepEqual((await project.quarterdeck('migrate')).ran, order);
	assert.deepEqual(await names(), order);
	assert.deepEqual((await project.quarterdeck('migrate', ['library', 'Zebra'])).ran, [
		'Early',
		'Middle',
	]);
	assert.match(await project.stock('migration:pending'), /Middle/);
});

test('a glob that finds no entities is no reason to delete tables, and hides no migration', async t => {
	const project = await makeClone(t);
	const config = path.join(project.root, 'src/mikro-orm.config.ts');
	const text = readFileSync(config, 'utf8');
	writeFileSync(
		config,
		text.replace(
			'Object.values(entities)',
			"['dist/*.entity.js'], entitiesTs: ['src/*.entity.ts']",
		),
	);
	const status = await statusOf(project);
	assert.equal(status.apps[0].migrations.length, 1);
	assert.deepEqual(status.apps[0].unmadeChanges, []);
	const [problem] = status.problems;
	assert.deepEqual(
		[problem.code, problem.hinders, problem.message],
		['entities', 'entities', 'src/mikro-orm.config.ts finds no entities in src/*.entity.ts.'],
	);
	const {stdout} = await commandLine(project.root, ['migrate']);
	assert.match(stdout, /OK/);
	assert.doesNotMatch(stdout, /have changes/);
	const made = await commandLine(project.root, ['makemigrations']);
	assert.equal(made.code, 1);
	assert.match(
		made.stderr,
		/^Error: src\/mikro-orm\.config\.ts finds no entities in src\/\*\.entity\.ts\.\nCorrect entitiesTs/,
	);
	writeFileSync(config, text.replace('Object.values(entities)', '[]'));
	assert.match((await statusOf(project)).problems[0].message, /names no entities\.$/);
});

test('an app whose snapshot is lost hides no changes of another app', async t => {
	const entity = (name: string) =>
		`import {defineEntity, p} from '@mikro-orm/core';\nexport const ${name} = defineEntity({name: '${name}', properties: {id: p.integer().primary()}});\n`;
	const shop = makeShop(t, '', undefined, ['./shop', './books']);
	writeFileSync(path.join(shop.root, 'shop/entities.ts'), entity('Shelf'));
	mkdirSync(path.join(shop.root, 'books'));
	writeFileSync(path.join(shop.root, 'books/entities.ts'), '');
	await shop.run(['makemigrations']);
	rmSync(path.join(shop.root, 'shop/migrations/.snapshot.sqlite.json'));
	writeFileSync(path.join(shop.root, 'books/entities.ts'), entity('Book'));
	const {apps, problems} = await statusOf(shop);
	assert.deepEqual(
		apps.map((app: any) => [app.label, app.migrations.length, app.unmadeChanges, app.notCompared]),
		[
			['shop', 1, [], 'see the problem'],
			['books', 0, ['Create entity Book'], undefined],
		],
	);
	assert.deepEqual(
		problems.map(({code, hinders}: any) => [code, hinders]),
		[['snapshot', 'makemigrations']],
	);
});
