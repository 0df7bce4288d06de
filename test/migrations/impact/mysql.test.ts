import assert from 'node:assert/strict';
import test from 'node:test';
import {ExistingColumns} from '../../../source/migrations/hazards/tables/existing-columns.ts';
import {changesOf} from '../../../source/migrations/impact/mysql.ts';
import {mysqlServer} from '../../../source/migrations/impact/mysql-server.ts';
import type {StoredTable} from '../../../source/migrations/impact/stored-table.ts';

const columns = new ExistingColumns('mysql');
const text = {collation: 'utf8mb4_0900_ai_ci', tableCollation: 'utf8mb4_0900_ai_ci'};
const column = {nullable: false, isGenerated: false, keyPlace: 0};
columns.set('title', {...column, ...text, type: 'varchar(50)'});
columns.set('pages', {...column, type: 'int'});
columns.set('state', {...column, ...text, type: "enum('new','used')"});

const plain: StoredTable = {
	isPlain: true,
	hasGenerated: false,
	hasFulltext: false,
	columns,
	indexed: new Set(['pages']),
	indexedTogether: new Set(),
	key: new Set(),
};

async function told(sql: string, version = '8.4.3', table: Partial<StoredTable> = {}) {
	const find = async (name: string) => (name === 'book' ? {...plain, ...table} : undefined);
	const [change] = await changesOf(sql, find, mysqlServer(version, true));
	const {algorithm, lock} = change?.way ?? {};
	return change?.lock ?? `${algorithm} ${lock}`;
}

/** As the manual of MySQL 8.4 tells them; its server is not at hand. */
const ofManual: Record<string, string> = {
	'alter table book add isbn int': 'instant none',
	'alter table book add isbn int first': 'instant none',
	'alter table book modify pages int not null first': 'inplace none',
	'alter table book add isbn int check (isbn > 0)': 'copy shared',
	'alter table book add isbn int default (1 + 2)': 'copy shared',
	'alter table book drop column title': 'instant none',
	'alter table book drop column pages': 'inplace none',
	'alter table book rename column title to name': 'instant none',
	'alter table book modify title varchar(60) not null': 'nocopy none',
	'alter table book modify title varchar(64) not null': 'copy shared',
	'alter table book modify title varchar(50)': 'inplace none',
	'alter table book modify pages bigint not null': 'copy shared',
	"alter table book modify state enum('new', 'used', 'lost') not null": 'instant none',
	'alter table book alter pages set default 3': 'instant none',
	'alter table book add index i (title)': 'nocopy none',
	'alter table book add index i ((pages + 1))': 'copy shared',
	'create fulltext index i on book (title)': 'inplace shared',
	'alter table book drop index i': 'nocopy none',
	'alter table book drop foreign key f': 'nocopy none',
	'alter table book drop primary key, add primary key (pages)': 'inplace none',
	'alter table book drop primary key': 'copy shared',
	'alter table book add constraint f foreign key (pages) references shelf (id)': 'copy shared',
	'alter table book rename to novel': 'instant none',
	'alter table book add isbn int, algorithm=copy': 'copy shared',
	'alter table book add isbn int, lock=exclusive': 'instant exclusive',
	'create index i on book (title) algorithm = copy': 'copy shared',
	'alter table book discard tablespace': 'copy exclusive',
	'delete from book': 'row',
	'drop table if exists book': 'exclusive metadata',
	'create trigger t before insert on book for each row set new.pages = 1': 'exclusive metadata',
};

test('mysql: the way of a change is that of the manual', async () => {
	for (const [sql, way] of Object.entries(ofManual)) assert.equal(await told(sql), way, sql);
});

test('mysql: before 8.0.29, a column is added and dropped by writing all rows anew', async () => {
	assert.equal(await told('alter table book add isbn int', '8.0.28'), 'inplace none');
	assert.equal(await told('alter table book drop title', '8.0.28'), 'inplace none');
});

test('a table that is not stored in the usual way is copied', async () => {
	for (const sql of ['alter table book add isbn int', 'create index i on book (title)'])
		assert.equal(await told(sql, '10.11.6-MariaDB', {isPlain: false}), 'copy shared');
});

test('a server that is not known keeps everybody out', async () => {
	for (const version of ['10.4.33-MariaDB', '5.7.44', '8.0.11', 'Percona', ''])
		assert.equal(await told('alter table book add isbn int', version), 'copy exclusive');
	assert.equal(
		await told('alter table book add isbn int', '5.5.5-10.11.6-MariaDB-log'),
		'instant none',
	);
});

test('a table that is not there is kept from nobody', async () => {
	assert.equal(await told('alter table novel add isbn int'), 'undefined undefined');
});
