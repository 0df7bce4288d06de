import assert from 'node:assert/strict';
import {globSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {type RunLock, takeRunLock} from '../../../source/migrations/locks/lock.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {databases, type ShopOnDatabase} from '../../support/databases.ts';

const postgresql = databases.find(({driver}) => driver === 'postgresql');
const mariadb = databases.find(({driver}) => driver === 'mariadb');
const options = postgresql?.options ?? {skip: 'no PostgreSQL in this set'};

const book = (properties: string, more = '') => `
export const Shelf = defineEntity({name: 'Shelf', tableName: 'shelf', properties: {id: p.integer().primary()}});
export const Book = defineEntity({
	name: 'Book',
	tableName: 'book',${more}
	properties: {id: p.integer().primary(), ${properties}},
});`;

const usual = 'title: p.string(), note: p.string().nullable(), pages: p.integer()';
const indexed = "\n	indexes: [{properties: ['title']}],\n	uniques: [{properties: ['note']}],";
const changed = `${usual.replace('.nullable()', '')}, shelf: () => p.manyToOne(Shelf).nullable()`;
const answers = ['--noinput', '--default', "shop.book.note='?'"];

const namesIn = (root: string) =>
	globSync('shop/migrations/*.ts', {cwd: root})
		.sort()
		.map(file => path.basename(file, '.ts'));
const textsIn = (root: string) =>
	Object.fromEntries(
		globSync('shop/migrations/{*.ts,.snapshot*}', {cwd: root}).map(file => [
			path.basename(file, '.ts'),
			readFileSync(path.join(root, file), 'utf8'),
		]),
	);

/** A table with rows, and an unapplied migration that changes it. */
async function withChange({shop, rows}: ShopOnDatabase) {
	shop.entities(book(usual));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	await rows("insert into book (id, title, note, pages) values (1, 'a', 'b', 3), (2, 'c', 'd', 4)");
	shop.entities(book(changed, indexed));
	await shop.run(['makemigrations', '--name', 'more', ...answers]);
}

test(
	'postgresql: a migration becomes the parts that --online would have made',
	options,
	async t => {
		const made = await postgresql!.makeShop(t);
		const {shop, rows} = made;
		await withChange(made);
		const {stdout} = await shop.run(['splitmigration', '0002']);
		const parts = ['0002_more', '0002_more_indexes', '0002_more_validate'];
		assert.deepEqual(namesIn(shop.root), ['0001_initial', ...parts]);
		for (const part of parts) assert.match(stdout, new RegExp(`shop/migrations/${part}\\.ts`));
		const texts = textsIn(shop.root);
		assert.match(texts['0002_more']!, /Answered: .*note[\s\S]*foreign key.*not valid/);
		assert.match(texts['0002_more_indexes']!, /return false[\s\S]*create index concurrently/);
		assert.match(texts['0002_more_indexes']!, /dependencies = \['shop\.0002_more'\]/);
		assert.match(texts['0002_more_validate']!, /set not null[\s\S]*unique using index/);
		await shop.run(['makemigrations', '--check']);
		await shop.run(['migrate']);
		await shop.run(['driftcheck']);
		await shop.run(['migrate', 'shop', '0001', '--allow-data-loss']);
		assert.equal((await rows('select * from book')).length, 2);
		await shop.run(['migrate']);
		await shop.run(['driftcheck']);
		shop.entities(book(`${changed}, isbn: p.string().nullable()`, indexed));
		await shop.run(['makemigrations']);
		assert.match(textsIn(shop.root)['0003_book_isbn'] ?? '', /\['shop\.0002_more_validate'\]/);
	},
);

test('postgresql: what comes after it depends on the last part', options, async t => {
	const made = await postgresql!.makeShop(t);
	const {shop} = made;
	await withChange(made);
	shop.entities(book(`${changed}, isbn: p.string().nullable()`, indexed));
	await shop.run(['makemigrations', '--name', 'isbn']);
	const snapshot = textsIn(shop.root)['.snapshot.postgresql.json'];
	const {stdout} = await shop.run(['splitmigration', 'shop', '0002_more']);
	assert.match(stdout, /shop\/migrations\/0003_isbn\.ts depends on the last of them now/);
	const texts = textsIn(shop.root);
	assert.match(texts['0003_isbn']!, /dependencies = \['shop\.0002_more_validate'\]/);
	assert.equal(texts['.snapshot.postgresql.json'], snapshot);
	await shop.run(['makemigrations', '--check']);
	await shop.run(['migrate']);
	await shop.run(['driftcheck']);
});

test(
	'postgresql: an index written by hand is made concurrently, in the same file',
	options,
	async t => {
		const {shop, rows} = await postgresql!.makeShop(t, book(usual));
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		shop.migration('0002_index', {
			dependencies: ['shop.0001_initial'],
			up: "this.addSql('create index book_title on book (title)');",
			down: "this.addSql('drop index book_title');",
		});
		await shop.run(['splitmigration', '0002_index']);
		assert.deepEqual(namesIn(shop.root), ['0001_initial', '0002_index']);
		const text = textsIn(shop.root)['0002_index']!;
		assert.match(
			text,
			/return false[\s\S]*create index concurrently[\s\S]*drop index concurrently/,
		);
		assert.doesNotMatch(text, /Generated/);
		await shop.run(['migrate']);
		assert.equal((await rows("select from pg_class where relname = 'book_title'")).length, 1);
	},
);

test('postgresql: a plan names the command for what locks many rows', options, async t => {
	const {shop, rows} = await postgresql!.makeShop(t, book(usual));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	await rows("insert into book select n, 'a', 'b', 3 from generate_series(1, 10000) as n");
	shop.entities(book(usual.replace('p.integer()', 'p.bigint()'), indexed));
	await shop.run(['makemigrations', '--name', 'more']);
	const planned = async () => {
		const {stdout} = await shop.run(['migrate', '--plan', '--json']);
		const plan = stdout
			.split('\n')
			.filter(line => line.includes('"plan"'))
			.map(line => JSON.parse(line))[0];
		return plan.steps[0].warnings.filter(({code}: {code: string}) => code === 'DL009');
	};
	const command = 'quarterdeck splitmigration shop 0002_more';
	const ways = (await planned()).map(({way}: {way?: object}) => way);
	assert.deepEqual(ways.filter(Boolean), [{id: 'split-migration', command}]);
	assert.equal(ways.length, 2, 'a new type needs a person');
	assert.match((await shop.run(['migrate', '--plan'])).stdout, new RegExp(`'${command}' does it`));
	const {stderr} = await shop.run(['splitmigration', '0002_more'], 1);
	assert.match(stderr, /The change of pages rewrites book/);
});

test('postgresql: the parts of many rows lock none of them any more', options, async t => {
	const {shop, rows} = await postgresql!.makeShop(t, book(usual));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	await rows("insert into book select n, 'a', 'b', 3 from generate_series(1, 10000) as n");
	shop.entities(book(usual.replace('.nullable()', ''), indexed.split('\n').slice(0, 2).join('\n')));
	await shop.run(['makemigrations', '--name', 'more', ...answers]);
	assert.match((await shop.run(['migrate', '--plan'])).stdout, /DL009/);
	await shop.run(['splitmigration', '0002']);
	assert.doesNotMatch((await shop.run(['migrate', '--plan'])).stdout, /DL009/);
	await shop.run(['migrate', 'shop', '0002_more_indexes']);
	assert.doesNotMatch((await shop.run(['migrate', '--plan'])).stdout, /DL009/);
	await rows('alter table book validate constraint note_not_null');
	shop.migration('0002_more_validate', {
		dependencies: ['shop.0002_more_indexes'],
		up: "this.addSql('alter table book alter column note set not null');",
	});
	assert.doesNotMatch((await shop.run(['migrate', '--plan'])).stdout, /DL009/);
	shop.migration('0002_more_validate', {
		dependencies: ['shop.0002_more_indexes'],
		up: "this.addSql('alter table book drop constraint note_not_null'); this.addSql('alter table book alter column note set not null');",
	});
	assert.match(
		(await shop.run(['migrate', '--plan'])).stdout,
		/Scans the 10000 rows of book.*DL009/,
	);
});

test('postgresql: while a run has the lock, nothing is written', options, async t => {
	const made = await postgresql!.makeShop(t);
	const {shop} = made;
	await withChange(made);
	const before = textsIn(shop.root);
	const work = takeRunLock(await openProject(shop.root), {wait: false, signal: t.signal});
	const {value: lock} = (await work.next()) as {value: RunLock};
	assert.match(
		(await shop.run(['splitmigration', '0002'], 4)).stderr,
		/The migration lock is held by/,
	);
	await lock.release();
	assert.deepEqual(textsIn(shop.root), before);
	await shop.run(['splitmigration', '0002']);
});

test('postgresql: --dry-run writes nothing', options, async t => {
	const made = await postgresql!.makeShop(t);
	await withChange(made);
	const before = textsIn(made.shop.root);
	const {stdout} = await made.shop.run(['splitmigration', '0002', '--dry-run']);
	assert.match(stdout, /0002_more_indexes\.ts\n +~ create unique index concurrently/);
	assert.deepEqual(textsIn(made.shop.root), before);
});

const initial = 'shop.0001_initial';
const refused: [
	name: string,
	message: RegExp,
	body: {up: string; accepts?: string; transactional?: boolean},
][] = [
	['code', /runs code/, {up: "for (const sql of [1]) this.addSql('select 1');"}],
	[
		'a comment',
		/has comments, which would be lost: why/,
		{up: "// why\n		this.addSql('create index i on book (title)');"},
	],
	[
		'a consent',
		/has a member of its own, static accepts/,
		{accepts: "{DL000: 'x'}", up: "this.addSql('create index i on book (title)');"},
	],
	[
		'no transaction',
		/runs without a transaction/,
		{transactional: false, up: "this.addSql('create index i on book (title)');"},
	],
	[
		'a type that rewrites',
		/The change of pages rewrites book[\s\S]*in two releases/,
		{up: "this.addSql('alter table book alter column pages type bigint');"},
	],
	[
		'what cannot be read',
		/A statement of shop\.0002_more is not understood/,
		{up: 'this.addSql(\'create index U&"a" on book (title)\');'},
	],
	[
		'several indexes at once',
		/has no part to split off/,
		{up: "this.addSql('drop index one, two');"},
	],
	[
		'a new name',
		/has no part to split off[\s\S]*DL007: Add the new name beside the old one/,
		{up: "this.addSql('alter table book rename column title to name');"},
	],
];

test(
	'postgresql: what is not understood, or for a person to decide, is refused',
	options,
	async t => {
		const {shop, rows} = await postgresql!.makeShop(t, book(usual));
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		await rows("insert into book (id, title, note, pages) values (1, 'a', 'b', 3)");
		for (const [name, message, body] of refused) {
			const file = shop.migration('0002_more', {dependencies: [initial], ...body});
			const before = textsIn(shop.root);
			const {stderr} = await shop.run(['splitmigration', '0002'], 1);
			assert.match(stderr, message, name);
			assert.deepEqual(textsIn(shop.root), before, name);
			assert.ok(file);
		}
		assert.match((await shop.run(['splitmigration', '0001'], 1)).stderr, /0001_initial is applied/);
	},
);

test(
	'postgresql: a list of dependencies that is computed keeps everything as it is',
	options,
	async t => {
		const made = await postgresql!.makeShop(t);
		const {shop} = made;
		await withChange(made);
		const file = shop.migration('0003_last', {dependencies: ['shop.0002_more'], up: ''});
		const computed = readFileSync(file, 'utf8').replace(
			'["shop.0002_more"]',
			"['shop.' + '0002_more']",
		);
		writeFileSync(file, computed);
		const before = textsIn(shop.root);
		const {stderr} = await shop.run(['splitmigration', '0002'], 1);
		assert.match(stderr, /0003_last depends on shop\.0002_more, and its list of dependencies/);
		assert.deepEqual(textsIn(shop.root), before);
	},
);

test(
	'mariadb: each change demands a way that does not copy the table',
	mariadb?.options ?? {skip: 'no MariaDB in this set'},
	async t => {
		const {shop, rows} = await mariadb!.makeShop(t, book(usual));
		await shop.run(['makemigrations']);
		await shop.run(['migrate']);
		await rows("insert into book (title, pages) values ('a', 3)");
		shop.entities(
			book(`${usual}, isbn: p.string().nullable()`, "\n	indexes: [{properties: ['title']}],"),
		);
		await shop.run(['makemigrations', '--name', 'more']);
		await shop.run(['splitmigration', '0002']);
		const {'0002_more': text} = textsIn(shop.root);
		assert.match(
			text!,
			/null, algorithm=instant;[\s\S]*\(\\`title\\`\), algorithm=inplace, lock=none;/,
		);
		await shop.run(['makemigrations', '--check']);
		await shop.run(['migrate']);
		await shop.run(['driftcheck']);
		assert.match((await shop.run(['splitmigration', '0002'], 1)).stderr, /is applied/);
	},
);
