import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {copyOf} from '../../../source/migrations/rehearse/copy.ts';
import {CopyFolder} from '../../../source/migrations/rehearse/copy-folder.ts';
import {connectDatabase} from '../../../source/project/open/connect-database.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {databases, type ShopOnDatabase, type TestDatabase} from '../../support/databases.ts';
import {runCommand} from '../../support/run-command.ts';

const computed = {
	sqlite: 'generated always as (upper(title))',
	postgresql: 'generated always as (upper(title)) stored',
	mariadb: 'as (upper(title)) stored',
	mysql: 'as (upper(title)) stored',
};

/** Authors with a mentor and a first book, and books of an author: a circle, and a table that refers to itself. */
const schema = (driver: TestDatabase['driver']) => [
	'create table author (id integer primary key, name varchar(20) not null, mentor_id integer references author (id))',
	`create table book (id integer primary key, author_id integer not null references author (id), title varchar(40), upper_title varchar(40) ${computed[driver]})`,
	driver === 'sqlite'
		? 'alter table author add column book_id integer references book (id)'
		: 'alter table author add column book_id integer, add foreign key (book_id) references book (id)',
	'create table place (country varchar(2), city varchar(20), primary key (country, city))',
	'create table shelf (id integer primary key, country varchar(2), city varchar(20), foreign key (country, city) references place (country, city))',
	'create index by_title on book (title)',
	`create ${driver === 'postgresql' ? 'materialized ' : ''}view titles as select title from book`,
];

const ids = Array.from({length: 900}, (_, index) => index + 1);
const valuesOf = (row: (id: number) => string) => ids.map(row).join(', ');

/** The first rows refer to the last ones. */
const rows = [
	`insert into author (id, name) values ${valuesOf(id => `(${id}, 'author ${id}')`)}`,
	'update author set mentor_id = 901 - id where id <> 450 and id <> 451',
	`insert into book (id, author_id, title) values ${valuesOf(id => `(${id}, ${901 - id}, 'b''ook "${id}", ü')`)}`,
	'update author set book_id = id where id % 7 = 0',
	"insert into place values ('de', 'Bonn'), ('fr', 'Lyon'), ('it', 'Rome')",
	"insert into shelf values (1, 'it', 'Rome'), (2, null, 'Bonn'), (3, 'fr', 'Lyon')",
];

async function shopWithKeys(t: TestContext, database: TestDatabase): Promise<ShopOnDatabase> {
	const there = await database.makeShop(t);
	const statements = [...schema(database.driver), ...rows];
	const up = statements.map(sql => `this.addSql(${JSON.stringify(sql)});`).join('\n');
	there.shop.migration('0001_initial', {up});
	await there.shop.run(['migrate', '--allow-data-loss']);
	there.shop.migration('0002_price', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table book add price integer');\nthis.addSql('update book set price = id');",
		down: "this.addSql('alter table book drop column price');",
	});
	return there;
}

/** What refers to a row that is not there. */
const broken = [
	'author a where mentor_id is not null and not exists (select 1 from author m where m.id = a.mentor_id)',
	'author a where book_id is not null and not exists (select 1 from book b where b.id = a.book_id)',
	'book b where not exists (select 1 from author a where a.id = b.author_id)',
	'shelf s where country is not null and not exists (select 1 from place p where p.city = s.city and p.country = s.country)',
];

for (const database of databases) {
	const {driver, options} = database;

	test(
		`${driver}: a sample has the rows that its rows refer to, and the whole schema`,
		options,
		async t => {
			const {shop, rows} = await shopWithKeys(t, database);
			const project = await openProject(shop.root);
			const place = CopyFolder.make(project);
			const copy = await copyOf(project, place);
			try {
				await copy.make({sample: 5}, new AbortController().signal);
				const {query, close} = (await connectDatabase(
					await openProject(shop.root, copy.settings),
				))!;
				const count = async (sql: string) =>
					Number((await query(`select count(*) as count from ${sql}`))[0]!.count);
				for (const sql of broken) assert.equal(await count(sql), 0, sql);
				const counts = [await count('author'), await count('book'), await count('place')];
				assert.ok(counts[0]! >= 10 && counts[0]! < 60, `${counts}`);
				assert.ok(counts[1]! >= 5 && counts[1]! < 30, `${counts}`);
				const [one] = await query('select * from book where id = 1');
				const [same] = await rows('select * from book where id = 1');
				assert.deepEqual({...one}, {...same});
				assert.equal(await count('titles'), counts[1]);
				assert.equal(await count('mikro_orm_migrations'), 1);
				await close();
			} finally {
				await copy.drop();
				place.remove();
			}
		},
	);

	test(`${driver}: a plan is rehearsed on a sample`, options, async t => {
		const {shop} = await shopWithKeys(t, database);
		const {code, events} = await runCommand(shop.root, 'migrate', [], {
			rehearse: true,
			sample: '20',
		});
		assert.equal(code, 0, JSON.stringify(events));
		const found = events.find(({type}) => type === 'result')!.value;
		assert.deepEqual([found.copy, found.rows, found.sameAfterwards], ['sample', 20, true]);
		const [, update] = found.steps[0].statements;
		assert.ok(update.rows >= 20 && update.rows < 60, `${update.rows}`);
		assert.ok(found.estimate.to > found.steps[0].milliseconds);
	});
}
