import assert from 'node:assert/strict';
import test from 'node:test';
import {Tables} from '../../../source/migrations/hazards/tables/tables.ts';
import {changesOf} from '../../../source/migrations/impact/mysql.ts';
import {serverOf, storedTable} from '../../../source/migrations/impact/mysql-catalog.ts';
import type {Way} from '../../../source/migrations/impact/mysql-server.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, type ServerDatabase, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';

const server = servers.find(({driver}) => driver === 'mariadb');
const options = {skip: skipWithout('a mariadb server', server !== undefined && isThere(server))};

/** Of which the algorithm is told to the letter for a plain table. */
const exact = [
	'alter table book add isbn varchar(20) null',
	'alter table `book` add `isbn` varchar(255) null, add `sheets` int not null default 0;',
	"alter table book add column isbn varchar(20) not null default 'x'",
	'alter table book add column isbn varchar(20) not null',
	'alter table book add isbn varchar(20) null first',
	'alter table book add isbn varchar(20) null after title',
	'alter table book add arrived datetime not null default current_timestamp',
	'alter table book add arrived datetime default current_timestamp on update current_timestamp',
	'alter table book add code2 char(36) default (uuid())',
	'alter table book add number int default (1 + 2)',
	'alter table book add twice int generated always as (pages * 2) stored',
	'alter table book add twice int as (pages * 2) virtual',
	'alter table book add number int check (number > 0)',
	'alter table book add number int unique',
	'alter table book add shelf int unsigned references shelf (id)',
	"alter table book add kind enum('a', 'b') not null",
	'alter table book add tags json',
	'alter table book add (a int, b int)',
	'alter table book drop column note',
	'alter table book drop column code',
	'alter table book drop column price',
	'alter table book add stats int, drop note',
	'alter table book drop foreign key book_shelf',
	'alter table book rename column title to name',
	'alter table book rename column title to name, add isbn int',
	'alter table book change title name varchar(50) not null',
	'alter table book change `title` `name` varchar(60) not null',
	'alter table book rename to novel',
	'alter table book rename novel',
	'alter table book rename index code_index to other',
	'alter table book modify title varchar(60) not null',
	'alter table book modify title varchar(63) not null',
	'alter table book modify title varchar(64) not null',
	'alter table book modify title varchar(400) not null',
	'alter table book modify title varchar(40) not null',
	'alter table book modify body varchar(400)',
	'alter table book modify body text',
	'alter table book modify code varchar(255)',
	'alter table book modify code varchar(20) not null',
	'alter table book modify title varchar(50) null',
	"alter table book modify title varchar(50) not null default 'x'",
	"alter table book modify title varchar(50) not null comment 'the title'",
	'alter table book modify title varchar(50) not null first',
	'alter table book modify note text not null',
	'alter table book modify note longtext',
	'alter table book modify pages bigint not null default 1',
	'alter table book modify pages int unsigned not null default 1',
	'alter table book modify pages int(11) not null default 1',
	'alter table book modify pages int null',
	'alter table book modify price decimal(12, 2)',
	'alter table book modify made datetime(3)',
	'alter table book modify made timestamp null',
	'alter table book modify flag boolean not null default 0',
	"alter table book modify state enum('new', 'used', 'lost') not null default 'new'",
	"alter table book modify state enum('lost', 'new', 'used') not null default 'new'",
	"alter table book modify state enum('new') not null default 'new'",
	"alter table book modify state varchar(20) not null default 'new'",
	'alter table book modify id bigint unsigned not null auto_increment',
	"alter table book alter column title set default 'x'",
	'alter table book alter pages drop default',
	'alter table book add index i (title)',
	'alter table book add unique `i` (`title`)',
	'alter table book add constraint i unique (title)',
	'alter table book add fulltext index i (title)',
	'alter table book add fulltext index i (title), add fulltext index j (body)',
	'create index i on book (title)',
	'create unique index `i` on `book` (`title`, `pages` desc)',
	'create fulltext index i on book (title)',
	'alter table book drop index code_index',
	'alter table book drop primary key, add primary key (id, pages)',
	'alter table book modify id int unsigned not null, drop primary key',
	'alter table book add constraint f foreign key (shelf_id) references shelf (id)',
	'alter table book add constraint c check (pages > 0)',
	'alter table book auto_increment = 100',
	"alter table book comment = 'books'",
	'alter table book engine = innodb',
	'alter table book force',
	'alter table book convert to character set latin1',
	'alter table book default character set latin1',
];

/** Of which no more is told than that the server does it in no worse way. */
const others = [
	'alter table book add number double default (rand())',
	'alter table book add number int, add index (number)',
	'alter table book add number int, add index i (title)',
	'alter table book add place point not null',
	'alter table book add number int invisible',
	'alter table book add column if not exists title varchar(50)',
	'alter table book drop index code_index, drop column code',
	'alter table book drop foreign key book_shelf, drop index fk_index, drop column shelf_id',
	'alter table book drop index code_index, add isbn int null',
	'alter table book drop index code_index, add index code_index (code, title)',
	'alter table book drop column if exists code',
	'alter table book drop constraint pos',
	'alter table book drop constraint price_unique',
	'alter table book drop constraint book_shelf',
	'alter table book modify id int unsigned not null',
	'alter table book modify latin varchar(200) character set latin1',
	'alter table book modify latin varchar(100) character set utf8mb4',
	'alter table book modify latin varchar(100)',
	'alter table book modify title varchar(50) character set utf8mb3 not null',
	'alter table book modify code varchar(20) collate utf8mb4_bin',
	'alter table book modify made timestamp',
	'alter table book modify pages int zerofill not null default 1',
	'alter table book modify pages int not null default 1 check (pages > 3)',
	'alter table book modify pages int not null default 1 after title',
	'alter table book add primary key (pages)',
	'alter table book row_format = compressed',
	'alter table book convert to character set utf8mb4 collate utf8mb4_bin',
	'alter table book add system versioning',
	'alter table book disable keys',
	'alter table book engine = myisam',
	'create or replace index i on book (title)',
];

const columns = `id int unsigned not null auto_increment primary key, title varchar(50) not null, note text null,
	price decimal(10, 2), pages int not null default 1, shelf_id int unsigned null,
	state enum('new', 'used') not null default 'new', code varchar(20), body varchar(300),
	flag tinyint(1) not null default 0, latin varchar(100) character set latin1, made datetime,
	index code_index (code), unique price_unique (price), index fk_index (shelf_id), constraint pos check (pages > 0)`;
const foreignKey = ', constraint book_shelf foreign key (shelf_id) references shelf (id)';
const innodb = 'engine = innodb default character set utf8mb4 collate utf8mb4_general_ci';

const plain = `${columns}${foreignKey}) ${innodb}`;

const tables: [name: string, made: string][] = [
	['a plain table', plain],
	['a stored column', `${columns}, more int as (pages * 3) stored${foreignKey}) ${innodb}`],
	['a virtual column', `${columns}, more int as (pages * 3) virtual${foreignKey}) ${innodb}`],
	['a fulltext index', `${columns}, fulltext index (body)${foreignKey}) ${innodb}`],
	['a longer key', `${columns}, index both_index (code, note(5))${foreignKey}) ${innodb}`],
	['a redundant table', `${columns}${foreignKey}) row_format = redundant ${innodb}`],
	['a compressed table', `${columns}${foreignKey}) row_format = compressed ${innodb}`],
	['a compressed page', `${columns}${foreignKey}) page_compressed = 1 ${innodb}`],
	['a versioned table', `${columns}${foreignKey}) ${innodb} with system versioning`],
	['MyISAM', `${columns}) engine = myisam`],
	[
		'a partitioned table',
		`${columns.replace('unique price', 'index price')}) ${innodb} partition by hash (id) partitions 2`,
	],
];

type Rows = ServerDatabase['rows'];

async function make(rows: Rows, made: string) {
	await rows('set foreign_key_checks = 0');
	for (const name of ['book', 'novel', 'shelf']) await rows(`drop table if exists ${name}`);
	await rows('set foreign_key_checks = 1');
	await rows('create table shelf (id int unsigned primary key) engine = innodb');
	await rows(`create table book (${made}`);
	await rows('insert into shelf values (1)');
	await rows(
		"insert into book (title, note, price, shelf_id, code) values ('a', 'n', 1.5, 1, 'c')",
	);
}

/** Whether the server does it in this way. */
async function accepts(rows: Rows, sql: string, {algorithm, lock}: Way) {
	const demand = algorithm === 'instant' ? [] : [`lock=${lock}`];
	const words = [`algorithm=${algorithm}`, ...demand];
	const isAlter = sql.startsWith('alter');
	const end = isAlter ? `, ${words.join(', ')}` : ` ${words.join(' ')}`;
	return isDone(rows, sql.replace(/;?$/, end));
}

async function isDone(rows: Rows, sql: string) {
	return rows(sql).then(
		() => true,
		() => false,
	);
}

const gentlestFirst: Way[] = [
	{algorithm: 'instant', lock: 'none'},
	{algorithm: 'nocopy', lock: 'none'},
	{algorithm: 'nocopy', lock: 'shared'},
	{algorithm: 'inplace', lock: 'none'},
	{algorithm: 'inplace', lock: 'shared'},
	{algorithm: 'copy', lock: 'shared'},
	{algorithm: 'copy', lock: 'exclusive'},
];

async function gentlest(rows: Rows, sql: string): Promise<Way | undefined> {
	for (const way of gentlestFirst) if (await accepts(rows, sql, way)) return way;
	return undefined;
}

/** What is told of a table that is there, over the session of the test. */
function teller(rows: Rows) {
	const query = async (sql: string, values: readonly unknown[] = []) => {
		const texts = values.map(value => (value === null ? 'null' : `'${value}'`));
		return rows(sql.replaceAll('?', () => texts.shift()!));
	};
	return async (sql: string): Promise<Way | undefined> => {
		const known = new Tables({dialect: 'mariadb', query, close: async () => {}});
		const [change] = await changesOf(
			sql,
			table => storedTable(table, known),
			await serverOf(known),
		);
		return change?.way;
	};
}

test('mariadb: the way that is told for a plain table is the gentlest one', options, async t => {
	const {rows} = await makeDatabase(t, server!);
	const tell = teller(rows);
	await make(rows, plain);
	for (const sql of exact) {
		const told = await tell(sql);
		assert.deepEqual(told, await gentlest(rows, sql), sql);
		await make(rows, plain);
	}
});

for (const [name, made] of tables) {
	test(`mariadb: the server changes ${name} in no worse way than is told`, options, async t => {
		const {rows} = await makeDatabase(t, server!);
		const tell = teller(rows);
		await make(rows, made);
		for (const sql of [...exact, ...others]) {
			const way = await tell(sql);
			assert.ok(way, sql);
			if (way.algorithm === 'copy') continue;
			const isAccepted = await accepts(rows, sql, way);
			// It may be no change of this table at all.
			const isWorse = !isAccepted && (await isDone(rows, sql));
			assert.ok(!isWorse, `${sql}: ${JSON.stringify(way)}`);
			if (isAccepted) await make(rows, made);
		}
	});
}

test(
	'mariadb: a plan shows the algorithm and the size of each table that is there',
	options,
	async t => {
		const {host, port, user, driver} = server!;
		const {name} = await makeDatabase(t, server!);
		const shop = makeShop(t, '', {driver, host, port, user, name});
		shop.migration('0001_initial', {
			up: "this.addSql('create table shelf (id int primary key)'); this.addSql('create table book (id int primary key, title varchar(50))'); this.addSql(\"insert into book values (1, 'a')\");",
		});
		assert.doesNotMatch((await shop.run(['migrate', '--plan'])).stdout, /algorithm=/);
		await shop.run(['migrate']);
		shop.migration('0002_more', {
			dependencies: ['shop.0001_initial'],
			up: `this.addSql('alter table book add isbn int'); this.addSql('create index i on book (title)'); this.addSql('alter table book force'); this.addSql('alter table book modify title varchar(20)'); this.addSql('alter table book modify isbn int not null'); this.addSql('alter table book discard tablespace'); this.addSql('alter table book add foreign key (id) references shelf (id)'); this.addSql('update book set isbn = 1'); this.addSql('truncate book');`,
		});
		const {stdout} = await shop.run(['migrate', '--plan']);
		const size = String.raw`on book \(\d+ kB, 1 row\)`;
		for (const text of [
			`algorithm=instant ${size}: others can read and write`,
			`algorithm=nocopy, lock=none ${size}: others can read and write`,
			`algorithm=inplace, lock=none ${size}, which it rewrites: others can read and write\n    alter table book modify title varchar\\(20\\)`,
			`algorithm=inplace, lock=none ${size}, which it rewrites: others can read and write\n    alter table book discard tablespace`,
			`algorithm=copy, lock=shared ${size}, which it rewrites: others can read`,
			`algorithm=copy, lock=exclusive ${size}, which it rewrites: others can neither read nor write`,
			`row lock ${size}: others can read`,
			String.raw`row lock on shelf \(\d+ kB, 0 rows\): others can read`,
			`exclusive metadata lock ${size}: others can neither read nor write`,
		]) {
			assert.match(stdout, new RegExp(`-- ${text}\n`));
		}
	},
);
