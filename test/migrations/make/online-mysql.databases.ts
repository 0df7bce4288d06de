import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../../support/command.ts';
import {databases, type ShopOnDatabase} from '../../support/databases.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {makeDatabase, servers} from '../../support/servers.ts';

const mariadb = databases.find(({driver}) => driver === 'mariadb')!;
const options = mariadb?.options ?? {skip: 'no MariaDB in this set'};

const book = (properties: string, more = '') => `
export const Shelf = defineEntity({name: 'Shelf', tableName: 'shelf', properties: {id: p.integer().primary()}});
export const Book = defineEntity({
	name: 'Book',
	tableName: 'book',${more}
	properties: {id: p.integer().primary(), ${properties}},
});`;

const before =
	"title: p.string(), note: p.string().nullable(), pages: p.integer(), state: p.enum(['new', 'used'])";
const instant = /, algorithm=instant;`/;
const inplace = /, algorithm=inplace, lock=none;`/;

/** What changes, and what the migration demands of the server. */
const changes: [name: string, entities: string, demands: RegExp[], ...answers: string[]][] = [
	['a new column', book(`${before}, isbn: p.string().nullable()`), [instant]],
	['a new column with a default', book(`${before}, stock: p.integer().default(7)`), [instant]],
	[
		'a new column with a value for the rows',
		book(`${before}, code: p.string()`),
		[instant, instant],
		...['--default', "shop.book.code='x'"],
	],
	['a dropped column', book(before.replace('note: p.string().nullable(), ', '')), [instant]],
	[
		'a column that becomes not null',
		book(before.replace('.nullable()', '')),
		[inplace],
		...['--default', "shop.book.note='?'"],
	],
	[
		'a column that becomes null',
		book(before.replace('p.integer()', 'p.integer().nullable()')),
		[inplace],
	],
	['an index', book(before, "\n	indexes: [{properties: ['title']}],"), [inplace]],
	['a unique constraint', book(before, "\n	uniques: [{properties: ['title']}],"), [inplace]],
	[
		'a foreign key of a new column',
		book(`${before}, shelf: () => p.manyToOne(Shelf).nullable()`),
		[
			instant,
			inplace,
			/`set statement foreign_key_checks = 0 for alter table .*, algorithm=inplace, lock=none;`/,
		],
	],
	['a longer text', book(before.replace('p.string(),', 'p.string().length(400),')), [instant]],
	['an enum value', book(before.replace("'used'", "'used', 'lost'")), [instant]],
	['a comment', book(before.replace('p.string(),', "p.string().comment('all'),")), [instant]],
	[
		'a renamed column',
		book(before.replace('note:', 'remark:')),
		[instant],
		...['--rename', 'shop.book.note=remark'],
	],
	[
		'a renamed table',
		book(before).replace("'book'", "'novel'"),
		[instant],
		...['--rename', 'shop.book=Book'],
	],
];

/** The statements of up() in the last file. */
function statementsOf({shop}: ShopOnDatabase): string[] {
	const last = globSync('shop/migrations/*.ts', {cwd: shop.root}).sort().at(-1)!;
	const text = readFileSync(path.join(shop.root, last), 'utf8').replaceAll('\\`', "'");
	return text.split('override down()')[0]!.match(/addSql\(.*\)/g) ?? [];
}

for (const [name, entities, demands, ...answers] of changes) {
	test(`mariadb: ${name} is made in a way that lets others write`, options, async t => {
		const made = await mariadb.makeShop(t, book(before));
		const {shop, rows} = made;
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		await rows(
			"insert into book (title, note, pages, state) values ('a', 'b', 3, 'new'), ('c', 'd', 4, 'new')",
		);
		shop.entities(entities);
		await shop.run(['makemigrations', '--online', '--noinput', ...answers]);
		const statements = statementsOf(made);
		assert.equal(statements.length, demands.length, statements.join('\n'));
		for (const [at, pattern] of demands.entries()) assert.match(statements[at]!, pattern);
		const {stdout} = await shop.run(['migrate', '--plan']);
		assert.doesNotMatch(stdout, /algorithm=copy|DL000/);
		await shop.run(['migrate', '--allow-data-loss']);
		await shop.run(['driftcheck']);
		await shop.run(['makemigrations', '--check']);
		await shop.run(['migrate', 'shop', '0001', '--allow-data-loss']);
		await shop.run(['migrate', '--allow-data-loss']);
		await shop.run(['driftcheck']);
	});
}

const refused: [name: string, entities: string, message: RegExp, ...answers: string[]][] = [
	[
		'another type',
		book(before.replace('pages: p.integer()', 'pages: p.bigint()')),
		/The new type of a column \(pages\) makes the server copy book[\s\S]*Add a second property/,
	],
	[
		'a check',
		book(before, "\n	checks: [{name: 'some_pages', expression: 'pages > 0'}],"),
		/A new check makes the server copy book/,
	],
	[
		'a foreign key of rows',
		book(`${before}, shelf: () => p.manyToOne(Shelf)`),
		/A new foreign key makes the server copy book[\s\S]*createForeignKeyConstraint/,
		...['--default', 'shop.book.shelf=1'],
	],
	[
		'a fulltext index',
		book(before, "\n	indexes: [{properties: ['title'], type: 'fulltext'}],"),
		/A new fulltext or spatial index reads all rows of book/,
	],
];

for (const [name, entities, message, ...answers] of refused) {
	test(`mariadb: ${name} is refused, with what to do`, options, async t => {
		const {shop} = await mariadb.makeShop(t, book(before));
		await shop.run(['makemigrations']);
		shop.entities(entities);
		const {stderr} = await shop.run(['makemigrations', '--online', '--noinput', ...answers], 1);
		assert.match(stderr, message);
		assert.equal(globSync('shop/migrations/*.ts', {cwd: shop.root}).length, 1);
	});
}

test('mariadb: a new table is made as usual', options, async t => {
	const made = await mariadb.makeShop(t, '');
	made.shop.entities(book(before, "\n	indexes: [{properties: ['title']}],"));
	await made.shop.run(['makemigrations', '--online']);
	assert.doesNotMatch(statementsOf(made).join('\n'), /algorithm/);
});

test(
	'mariadb: a server that cannot do it so refuses at once, and the next step is told',
	options,
	async t => {
		const {shop, rows} = await mariadb.makeShop(t, book(before));
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		await rows('alter table book add fulltext index (title)');
		shop.entities(book(before.replace('note: p.string().nullable(), ', '')));
		await shop.run(['makemigrations', '--online']);
		const {stderr} = await shop.run(['migrate', '--allow-data-loss'], 1);
		assert.match(
			stderr,
			/ALGORITHM=INSTANT is not supported.*To let the server copy the table, take the algorithm/,
		);
		assert.equal((await rows('show columns from book')).length, 5);
	},
);

test('mariadb: a plain project demands it as well', options, async t => {
	const server = servers.find(({driver}) => driver === 'mariadb')!;
	const {name} = await makeDatabase(t, server);
	const {host, port, user} = server;
	const connection = `dbName: '${name}', host: '${host}', port: ${port}, user: '${user}'`;
	const project = makePlainProject(t, book(before), connection, 'mariadb');
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	project.entities(book(`${before}, isbn: p.string().nullable()`));
	const made = await quarterdeck(project.root, ['makemigrations', '--online']);
	assert.equal(made.code, 0, made.stderr);
	const last = globSync('src/migrations/*.ts', {cwd: project.root}).sort().at(-1)!;
	assert.match(readFileSync(path.join(project.root, last), 'utf8'), /null, algorithm=instant;/);
	const applied = await quarterdeck(project.root, ['migrate']);
	assert.equal(applied.code, 0, applied.stderr);
});
