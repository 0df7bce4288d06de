import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';
import {hazardsOn} from '../../support/hazards-on-server.ts';

for (const database of databases) {
	const {driver, options} = database;
	const quote = isMysqlFamily(driver) ? '`' : '"';
	const quoted = (name: string) => quote + name.replaceAll(quote, quote + quote) + quote;
	const names = [
		'order items',
		'küchen',
		'注文',
		'select',
		`a${quote}b`,
		'a.b',
		'Größe',
		'x-y',
		'$',
	];

	test(`${driver}: a loss is seen whatever the table is called`, options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		for (const name of names) {
			const table = quoted(name);
			const column = quoted(`${name} ${name}`);
			await run(
				`create table ${table} (id int, ${column} int)`,
				`insert into ${table} values (1, 1), (2, 2)`,
			);
			const losses = async (sql: string) =>
				(await hazards(sql)).map(({code, losesData, rows}) => [code, losesData, rows]);
			assert.deepEqual(await losses(`drop table ${table}`), [['DL001', true, 2]], name);
			const drop = `alter table ${table} drop column ${column}`;
			assert.deepEqual(await losses(drop), [['DL002', true, 2]], name);
			const some = `delete from ${table} where ${column} = 2`;
			assert.deepEqual(await losses(some), [['DL015', true, 1]], name);
			const change = `update ${table} set ${column} = 3 where ${column} < 9`;
			assert.deepEqual(await losses(change), [['DL016', false, 2]], name);
		}
	});

	test(`${driver}: what has no effect on rows asks for nothing`, options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run('create table book (id int, n int)', 'insert into book values (1, 1)');
		await run('create view short as select id from book', 'create index i on book (n)');
		const needConsent = async (sql: string) =>
			(await hazards(sql)).filter(({losesData}) => losesData).map(({code}) => code);
		for (const sql of [
			'drop view short',
			isMysqlFamily(driver) ? 'drop index i on book' : 'drop index i',
			'create table other as select * from book',
			'insert into book values (2, 2)',
			'insert into book select id + 1, n from book',
			'select count(*), max(n) from book',
			'alter table book add column m int',
			'delete from book where n > 7',
		]) {
			assert.deepEqual(await needConsent(sql), [], sql);
		}
	});

	test(`${driver}: a condition is asked as it is written`, options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run(
			'create table book (id int, author int, title varchar(20))',
			'create table author (id int)',
			"insert into book values (1, 1, 'a; -- b'), (2, 1, 'c'), (3, 9, 'd')",
			'insert into author values (1)',
		);
		const deleted = async (sql: string) =>
			(await hazards(sql)).filter(({code}) => code === 'DL015').map(({rows}) => rows);
		const orphans = 'where not exists (select 1 from author where author.id = book.author)';
		for (const [sql, rows] of [
			["delete from book where title = 'a; -- b'", 1],
			[`delete from book ${orphans}`, 1],
			['delete from book where author in (select id from author)', 2],
			['with a as (select 1 as id) delete from book where author in (select id from a)', 2],
			['DELETE\n/* where id = 1 */ FROM book', 3],
		] as const) {
			const isUnknown = isMysqlFamily(driver) && sql.startsWith('with');
			assert.deepEqual(await deleted(sql), [isUnknown ? 2 : rows], sql);
		}
	});
}

for (const database of databases.filter(({driver}) => driver === 'postgresql')) {
	test('postgresql: a table is its name with its schema', database.options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run(
			'create schema archive',
			'create table doc (id int)',
			'create table archive.doc (id int, note text)',
			"insert into archive.doc values (1, 'a'), (2, 'b')",
		);
		const found = async (...sql: string[]) =>
			(await hazards(...sql)).map(({code, losesData, rows}) => [code, losesData, rows]);
		assert.deepEqual(await found('drop table "archive"."doc"'), [['DL001', true, 2]]);
		assert.deepEqual(await found('drop table doc'), [['DL001', false, 0]]);
		assert.deepEqual(await found('alter table archive.doc drop note'), [['DL002', true, 2]]);
		assert.deepEqual(await found('drop schema archive cascade'), [['DL001', true, 2]]);
		assert.deepEqual(await found('drop schema archive'), []);
		const moved = await found('alter table doc set schema archive', 'drop table archive.doc');
		assert.deepEqual(moved.at(-1), ['DL001', false, 0]);
		const renamed = await found('alter schema archive rename to old', 'drop table old.doc');
		assert.deepEqual(renamed, [['DL001', true, undefined]]);
	});

	test(
		'postgresql: every statement that deletes or may delete is seen',
		database.options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run(
				'create table author (id int primary key)',
				'create table book (id int, author int references author on delete cascade)',
				'insert into author values (1), (2)',
				'insert into book values (1, 1), (2, 1), (3, 2)',
				'create table empty (id int)',
				'create function purge() returns void language plpgsql as $$ begin delete from book; end $$',
				'create procedure sweep() language sql as $$ delete from book $$',
			);
			const found = async (sql: string) =>
				(await hazards(sql)).map(({code, losesData, rows}) => [code, losesData, rows]);
			for (const [sql, expected] of [
				[
					'truncate author cascade',
					[
						['DL015', true, 2],
						['DL015', true, 3],
					],
				],
				['with x as (delete from book where id > 1 returning *) select 1', [['DL015', true, 2]]],
				[
					'delete from book using author a where a.id = book.author and a.id = 2',
					[['DL015', true, 1]],
				],
				[
					'merge into book b using author a on a.id = b.author when matched then delete',
					[['DL015', true, 3]],
				],
				['do $$ begin delete from book; end $$', [['DL000', true, 3]]],
				['do $$ begin delete from empty; end $$', [['DL000', false, 0]]],
				["do $$ begin execute 'delete from ' || 'book'; end $$", [['DL000', true, undefined]]],
				['select purge()', [['DL000', true, undefined]]],
				['call sweep()', [['DL000', true, undefined]]],
				[
					'delete from empty where purge() is null',
					[
						['DL015', false, 0],
						['DL000', true, undefined],
					],
				],
				[
					'insert into author values (1) on conflict (id) do update set id = 9',
					[['DL016', false, 1]],
				],
				['drop function purge()', []],
				['drop type if exists mood', []],
			] as const) {
				assert.deepEqual(await found(sql), expected, sql);
			}
			const [gone] = await hazards('delete from author where id = 1');
			assert.match(
				gone!.warning,
				/1 row of author, and the rows of public\.book that refer to them/,
			);
		},
	);

	test(
		'postgresql: a condition that writes does not write while it is counted',
		database.options,
		async t => {
			const {run, rows, hazards} = await hazardsOn(t, database);
			await run(
				'create table book (id int)',
				'insert into book values (1), (2)',
				'create function purge() returns boolean language plpgsql as $$ begin delete from book; return true; end $$',
			);
			const found = await hazards('update book set id = 3 where purge()');
			assert.ok(found.some(({code, losesData}) => code === 'DL000' && losesData));
			assert.equal((await rows('select * from book')).length, 2);
		},
	);

	test('postgresql: what cannot be counted is not taken for empty', database.options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run('create table book (id int)', 'insert into book values (0)');
		await run('create view ratio as select * from book where 1 / id > 0');
		const [deleted] = await hazards('delete from ratio');
		assert.deepEqual(
			[deleted?.code, deleted?.losesData, deleted?.rows],
			['DL015', true, undefined],
		);
		assert.match(deleted!.warning, /could not be counted: division by zero/);
	});

	test('postgresql: of millions of rows an estimate is shown', database.options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run(
			'create table book (id int)',
			'insert into book select generate_series(1, 1200000)',
			'analyze book',
		);
		const [found] = await hazards('drop table book');
		assert.match(found!.warning, /About 1\.2 million rows/);
		assert.equal(found!.losesData, true);
	});
}

for (const database of databases.filter(({driver}) => isMysqlFamily(driver))) {
	test(
		`${database.driver}: of millions of rows an estimate is shown`,
		database.options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run(
				'create table book (id int)',
				'insert into book select seq from seq_1_to_1200000',
				'analyze table book',
			);
			const [found] = await hazards('drop table book');
			assert.match(found!.warning, /About 1\.2 million rows/);
			assert.equal(found!.losesData, true);
		},
	);

	test(
		`${database.driver}: every statement that deletes or may delete is seen`,
		database.options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run(
				'create table author (id int primary key)',
				'create table book (id int, author int, foreign key (author) references author (id) on delete cascade)',
				'insert into author values (1), (2)',
				'insert into book values (1, 1), (2, 1), (3, 2)',
				'create table empty (id int)',
				'create procedure sweep() delete from book',
				'create function wipe() returns int begin delete from book; return 1; end',
			);
			const found = async (sql: string) =>
				(await hazards(sql)).map(({code, losesData, rows}) => [code, losesData, rows]);
			for (const [sql, expected] of [
				['truncate book', [['DL015', true, 3]]],
				['delete b from book b join author a on a.id = b.author', [['DL015', true, 3]]],
				['delete from book order by id limit 2', [['DL015', true, 2]]],
				['replace into author values (1)', [['DL015', true, 1]]],
				['create or replace table book (id int)', [['DL001', true, 3]]],
				['call sweep()', [['DL000', true, undefined]]],
				['select wipe()', [['DL000', true, undefined]]],
				['set @a = wipe()', [['DL000', true, undefined]]],
				['/*!50000 delete from book */', [['DL000', true, 3]]],
				['update book set author = 2 where id = 1', [['DL016', false, 1]]],
				['insert into author values (1) on duplicate key update id = 7', [['DL016', false, 1]]],
			] as const) {
				assert.deepEqual(await found(sql), expected, sql);
			}
			const [gone] = await hazards('delete from author where id = 1');
			assert.match(gone!.warning, /1 row of author, and the rows of book that refer to them/);
		},
	);

	test(`${database.driver}: a column is found in any letter case`, database.options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run('create table book (Title varchar(20))', "insert into book values ('Persuasion')");
		const [narrowed] = await hazards('alter table book modify TITLE varchar(2)');
		assert.equal(narrowed?.code, 'DL003');
		assert.ok(narrowed.losesData || narrowed.fails);
	});
}

for (const database of databases) {
	const {driver, options} = database;
	if (driver === 'sqlite') continue;
	const wait = driver === 'postgresql' ? 'pg_sleep(9) is null' : 'sleep(9) = 1';

	test(
		`${driver}: a plan does not wait for a count that takes long, nor takes it for zero`,
		options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run('create table book (id int)', 'insert into book values (1), (2)');
			const [found] = await hazards(`delete from book where ${wait}`);
			assert.equal(found?.code, 'DL015');
			assert.equal(found.losesData, true);
			assert.equal(found.warning, 'Deletes up to 2 rows of book.');
			const whole = `alter table book add constraint c check (${wait})`;
			const [added] = await hazards(whole);
			assert.match(added?.warning ?? '', /could not be counted: .*(?:timeout|max_statement_time)/);
		},
	);
}
