import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../../support/command.ts';
import {databases} from '../../support/databases.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {makeDatabase, servers} from '../../support/servers.ts';

const postgresql = databases.find(({driver}) => driver === 'postgresql')!;
const options = postgresql?.options ?? {skip: 'no PostgreSQL in this set'};

const book = (properties: string, more = '') => `
export const Shelf = defineEntity({name: 'Shelf', tableName: 'shelf', properties: {id: p.integer().primary()}});
export const Book = defineEntity({
	name: 'Book',
	tableName: 'book',${more}
	properties: {id: p.integer().primary(), ${properties}},
});`;

const before = 'title: p.string(), note: p.string().nullable(), pages: p.integer()';

/** What changes, and the migrations that it becomes. */
const changes: [name: string, entities: string, files: RegExp[]][] = [
	['a new column', book(`${before}, isbn: p.string().nullable()`), [/add "isbn"/]],
	[
		'a new column with a default',
		book(`${before}, stock: p.integer().default(7)`),
		[/add "stock" int not null default 7/],
	],
	[
		'a new column with a default for each row',
		book(`${before}, code: p.uuid().defaultRaw('gen_random_uuid()')`),
		[/set default gen_random_uuid\(\)/, /run: \{ code: raw\('default'\) \}/, /set not null/],
	],
	['a dropped column', book('title: p.string(), pages: p.integer()'), [/drop column "note"/]],
	[
		'a column that becomes not null',
		book(before.replace('.nullable()', '')),
		[
			/run: \{ note: /,
			/check \("note" is not null\) not valid/,
			/validate constraint[\s\S]*set not null/,
		],
	],
	[
		'an index',
		book(before, "\n	indexes: [{properties: ['title']}],"),
		[/create index concurrently/],
	],
	[
		'a unique constraint',
		book(before, "\n	uniques: [{properties: ['title']}],"),
		[/create unique index concurrently/, /unique using index/],
	],
	[
		'a foreign key',
		book(`${before}, shelf: () => p.manyToOne(Shelf).nullable()`),
		[/add "shelf_id"[\s\S]*foreign key[\s\S]*not valid/, /validate constraint/],
	],
	[
		'a check',
		book(before, "\n	checks: [{name: 'some_pages', expression: 'pages > 0'}],"),
		[/check \(pages > 0\) not valid/, /validate constraint/],
	],
	[
		'a longer text',
		book(before.replace('p.string(),', 'p.string().length(400),')),
		[/varchar\(400\)/],
	],
];

for (const [name, entities, wanted] of changes) {
	test(`postgresql: ${name} becomes migrations that a site does not notice`, options, async t => {
		const {shop, rows} = await postgresql.makeShop(t, book(before));
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		await rows(
			"insert into book (id, title, note, pages) values (1, 'a', 'b', 3), (2, 'c', 'd', 4)",
		);
		shop.entities(entities);
		const answer = /becomes not null/.test(name) ? ['--default', "shop.book.note='?'"] : [];
		await shop.run(['makemigrations', '--online', '--noinput', ...answer]);
		const files = globSync('shop/{migrations,backfills}/*.ts', {cwd: shop.root})
			.sort((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1))
			.slice(1);
		const texts = files.map(file => readFileSync(path.join(shop.root, file), 'utf8'));
		assert.equal(texts.length, wanted.length, texts.join('\n'));
		for (const [index, pattern] of wanted.entries()) assert.match(texts[index]!, pattern);
		for (const text of texts)
			assert.equal(
				/concurrently/.test(text),
				/isTransactional\(\) \{\n {4}return false/.test(text),
			);
		await shop.run(['migrate', '--allow-data-loss']);
		await shop.run(['driftcheck']);
		await shop.run(['makemigrations', '--check']);
		assert.equal((await rows('select * from book where title is not null')).length, 2);
		await shop.run(['migrate', 'shop', '0001', '--allow-data-loss']);
		await shop.run(['migrate', '--allow-data-loss']);
		await shop.run(['driftcheck']);
	});
}

test(
	'postgresql: a change that rewrites the table is refused, with what to do',
	options,
	async t => {
		const {shop} = await postgresql.makeShop(t, book(before));
		await shop.run(['makemigrations']);
		shop.entities(book(before.replace('pages: p.integer()', 'pages: p.bigint()')));
		const {stderr} = await shop.run(['makemigrations', '--online', '--noinput'], 1);
		assert.match(stderr, /The change of pages rewrites book/);
		assert.match(stderr, /Add a second property/);
		assert.equal(globSync('shop/migrations/*.ts', {cwd: shop.root}).length, 1);
	},
);

test('postgresql: a new table is not split', options, async t => {
	const {shop} = await postgresql.makeShop(t, '');
	shop.entities(book(before, "\n	indexes: [{properties: ['title']}],"));
	await shop.run(['makemigrations', '--online']);
	assert.equal(globSync('shop/migrations/*.ts', {cwd: shop.root}).length, 1);
});

const [sqlite] = databases;
test('sqlite: --online changes nothing, and says so', sqlite!.options, async t => {
	const {shop} = await sqlite!.makeShop(t, book(before));
	const {stdout} = await shop.run(['makemigrations', '--online']);
	assert.match(stdout, /--online changes nothing: on sqlite, a migration keeps others out/);
	assert.equal(globSync('shop/migrations/*.ts', {cwd: shop.root}).length, 1);
});

test('postgresql: a plain project gets files as well, each after the other', options, async t => {
	const server = servers.find(({driver}) => driver === 'postgresql');
	const {name, rows} = await makeDatabase(t, server!);
	const {host, port, user} = server!;
	const options = `dbName: '${name}', host: '${host}', port: ${port}, user: '${user}'`;
	const project = makePlainProject(t, book(before), options, 'postgresql');
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	await rows("insert into book (id, title, note, pages) values (1, 'a', 'b', 3)");
	project.entities(book(before, "\n	uniques: [{properties: ['title']}],"));
	const made = await quarterdeck(project.root, ['makemigrations', '--online']);
	assert.equal(made.code, 0, made.stderr);
	const files = globSync('src/migrations/*.ts', {cwd: project.root}).sort().slice(1);
	const texts = files.map(file => readFileSync(path.join(project.root, file), 'utf8'));
	assert.equal(texts.length, 2);
	assert.match(texts[0]!, /override isTransactional\(\) \{\n {4}return false;[\s\S]*concurrently/);
	assert.match(texts[1]!, /unique using index/);
	const applied = await quarterdeck(project.root, ['migrate']);
	assert.equal(applied.code, 0, applied.stderr);
	const drift = await quarterdeck(project.root, ['driftcheck']);
	assert.equal(drift.code, 0, drift.stdout + drift.stderr);
});
