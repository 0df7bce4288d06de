import assert from 'node:assert/strict';
import {mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {previewOf} from '../../source/migrations/files/preview.ts';
import {loadFullGraph} from '../../source/migrations/graph/state.ts';
import {packageRoot} from '../support/project.ts';
import {propertyKinds} from '../support/property-kinds.ts';
import {lacksDrivers} from '../support/requires.ts';
import {runCommand} from '../support/run-command.ts';
import {customers, makeShop, type Shop} from '../support/shop.ts';
import {makeWorkshop, type Workshop} from '../support/workshop.ts';

const folderOf = ({root}: {root: string}) => path.join(root, 'shop/migrations');
const textOf = (project: {root: string}, name: string) =>
	readFileSync(path.join(folderOf(project), name), 'utf8');
const heads = (project: {root: string}) =>
	readdirSync(folderOf(project))
		.filter(name => name.startsWith('.snapshot.'))
		.sort()
		.map(name => [name, JSON.parse(textOf(project, name)).head]);

/** Books with these properties and an author. */
function books(properties: object) {
	const Author = defineEntity({name: 'Author', properties: {id: p.integer().primary()}});
	const Book = defineEntity({
		name: 'Book',
		properties: {
			id: p.integer().primary(),
			author: () => p.manyToOne(Author).deleteRule('cascade'),
			...properties,
		},
	} as any);
	return {shop: [Author, Book]};
}

function makeBooks(t: TestContext, properties: object): Workshop {
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities(books(properties));
	return workshop;
}

test('a migration has SQL for each requested database, and runs the SQL for the one it is applied to', async t => {
	if (lacksDrivers(t, 'postgresql', 'mysql', 'mariadb')) return;
	const workshop = makeBooks(t, {title: p.string().length(20)});
	await workshop.make({dialects: ['postgresql', 'mysql', 'mariadb']});
	const source = textOf(workshop.project, '0001_initial.ts');
	assert.match(
		source,
		/PostgreSqlDriver: \{\n {4}up: \[\n {6}'create table "author" \("id" serial/,
	);
	assert.match(source, /MariaDbDriver: \{\n {4}up: \[\n {6}'create table `author` \(`id` int/);
	assert.match(source, /"title" varchar\(20\)/);
	assert.deepEqual(
		heads(workshop.project),
		['mariadb', 'mysql', 'postgresql', 'sqlite'].map(name => [
			`.snapshot.${name}.json`,
			'0001_initial',
		]),
	);
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	await workshop.migrate({app: 'shop', name: 'zero'});
});

test('later migrations update every database, even if only one of them changes', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = makeBooks(t, {title: p.string().length(20)});
	await workshop.make({dialects: ['postgresql']});
	workshop.entities(books({title: p.string().length(40)}));
	const [longer] = await workshop.make();
	assert.deepEqual(longer!.up, [], 'SQLite knows no lengths');
	assert.match(longer!.others![0]!.up.join(), /alter column "title" type varchar\(40\)/);
	assert.equal(longer!.name, '0002_alter_book_title');
	assert.deepEqual(await workshop.make(), []);
	workshop.entities(books({name: p.string().length(40)}));
	const asked: unknown[] = [];
	const [renamed] = await workshop.makeAsking({
		renamedTo: async ({property, candidates}) => {
			asked.push(property);
			return candidates[0];
		},
		oneOffDefault: async () => undefined,
	});
	assert.deepEqual(asked, ['title'], 'once for both');
	assert.match(renamed!.up.join(), /rename column `title` to `name`/);
	assert.match(renamed!.others![0]!.up.join(), /rename column "title" to "name"/);
	assert.deepEqual(renamed!.answers, ['--rename shop.book.title=name']);
	assert.deepEqual(
		heads(workshop.project).map(([, head]) => head),
		['0003_rename_title_book_name', '0003_rename_title_book_name'],
	);
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
});

test('SQL for another database is the same as in a project on that database, for every kind of property', async t => {
	if (lacksDrivers(t, 'postgresql', 'mysql', 'mariadb')) return;
	const all = () => {
		const entities: Record<string, any[]> = {shop: [], people: []};
		for (const [name, kind] of Object.entries(propertyKinds)) {
			// These are refused by MariaDB.
			if (name === 'indexes by expression') continue;
			for (const [label, list] of Object.entries(kind('sqlite'))) entities[label]!.push(...list);
		}
		return entities;
	};
	const others = ['postgresql', 'mysql', 'mariadb'] as const;
	const workshop = makeWorkshop(t, ['shop', 'people']);
	workshop.entities(all());
	const made = await workshop.make({dialects: [...others]});
	for (const driver of others) {
		const alone = makeWorkshop(t, ['shop', 'people'], {driver, name: 'nowhere'});
		alone.entities(all());
		const expected = await alone.make();
		assert.deepEqual(
			made.map(({others}) => others!.find(other => other.driver === driver)),
			expected.map(({up, down, snapshot}) => ({driver, up, down, snapshot})),
		);
		await workshop.open(async () => {
			const graph = await loadFullGraph(workshop.project);
			for (const {app, name, up} of expected) {
				const file = graph.get(`${app.label}.${name}`)!;
				const {sql} = previewOf(file, 'forwards', driver);
				assert.deepEqual(sql, up, 'and is read as it was written');
			}
		});
	}
});

test('an entity that another database cannot have is an error that names the database', async t => {
	if (lacksDrivers(t, 'mariadb')) return;
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities(propertyKinds['indexes by expression']!('sqlite'));
	await assert.rejects(workshop.make({dialects: ['mariadb']}), {
		name: 'CommandError',
		code: 'entities',
		message: /^For mariadb: Index 'grown': partial indexes .* not supported/,
	});
});

const make = ({root}: Shop, options: object = {}, labels: string[] = []) =>
	runCommand(root, 'makemigrations', labels, options);

test('a migration by hand updates every snapshot; a stale one is reported and left out', async t => {
	if (lacksDrivers(t, 'postgresql', 'mariadb')) return;
	const shop = makeShop(t, customers('name: p.string()'));
	await make(shop, {dialect: ['mariadb', 'postgresql']});
	await make(shop, {empty: true, name: 'note'}, ['shop']);
	assert.deepEqual(
		heads(shop).map(([, head]) => head),
		['0002_note', '0002_note', '0002_note'],
	);
	const file = path.join(folderOf(shop), '.snapshot.mariadb.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('0002_note', '0001_initial'));
	const {events} = await make(shop, {empty: true}, ['shop']);
	assert.match(
		events[0].text,
		/^The mariadb snapshot of shop belongs to 0001_initial, but the last/,
	);
	assert.match(events[0].text, /set "head" to it in shop\/migrations\/\.snapshot\.mariadb\.json/);
	assert.equal(events[0].level, 'warning');
	assert.deepEqual(
		heads(shop).map(([, head]) => head),
		['0001_initial', '0003_auto', '0003_auto'],
	);
	await assert.rejects(make(shop, {dialect: ['mariadb']}), {code: 'snapshot'});
	await assert.rejects(make(shop, {dialect: ['mysql']}), {code: 'no-dialect'});
	await assert.rejects(make(shop, {dialect: ['oracle']}), {code: 'usage', exitCode: 2});
});

test('a driver that is not installed is named with the command to install it, and nothing is written', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	const modules = path.join(shop.root, 'node_modules/@mikro-orm');
	rmSync(modules);
	mkdirSync(modules);
	for (const name of ['core', 'migrations', 'sqlite']) {
		symlinkSync(path.join(packageRoot, 'node_modules/@mikro-orm', name), path.join(modules, name));
	}
	await assert.rejects(make(shop, {dialect: ['all']}), {
		code: 'not-installed',
		message:
			'@mikro-orm/postgresql and @mikro-orm/mysql and @mikro-orm/mariadb are needed to write the SQL, and not installed in this project.',
		hint: `Run 'npm install --save-dev @mikro-orm/postgresql @mikro-orm/mysql @mikro-orm/mariadb' in ${shop.root}. No server is needed.`,
	});
	assert.deepEqual(readdirSync(path.join(shop.root, 'shop')), ['entities.ts']);
});

test('a migration without SQL for the database fails, and names it', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const shop = makeShop(t, customers('name: p.string()'));
	await make(shop, {dialect: ['postgresql']});
	const file = path.join(folderOf(shop), '0001_initial.ts');
	writeFileSync(file, readFileSync(file, 'utf8').replace('SqliteDriver:', 'OracleDriver:'));
	const {events, code} = await runCommand(shop.root, 'migrate');
	assert.equal(code, 1);
	assert.match(events.at(-1).message, /^There are no statements for SqliteDriver here\.$/);
});
