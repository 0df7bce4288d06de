import assert from 'node:assert/strict';
import test from 'node:test';
import {locksOf} from '../../../source/migrations/impact/postgresql.ts';
import {lockModes} from '../../../source/migrations/impact/table-lock.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';

const server = servers.find(({driver}) => driver === 'postgresql');
const options = {skip: skipWithout('a postgresql server', server !== undefined && isThere(server))};

const statements = [
	'alter table book add column isbn varchar(20)',
	"alter table book add column isbn varchar(20) default 'x' not null",
	'alter table "book" add "isbn" varchar(255) null, add "sheets" int not null default 0',
	'alter table book add column made timestamptz default now()',
	'alter table book add column made timestamptz default clock_timestamp()',
	'alter table book add column code uuid default gen_random_uuid()',
	'alter table book add column number serial',
	'alter table book add column number int generated always as identity',
	'alter table book add column twice int generated always as (pages * 2) stored',
	'alter table book add column shelf int references shelf (id)',
	'alter table book drop column title',
	'alter table book rename column title to name',
	'alter table book rename to books',
	'alter table book alter column title type text',
	'alter table book alter column title type varchar(100)',
	'alter table "book" alter column "title" type varchar(100) using ("title"::varchar(100))',
	'alter table book alter column title type varchar(10)',
	'alter table book alter column title type varchar',
	'alter table book alter column title type text using upper(title)',
	'alter table book alter column note type varchar',
	'alter table book alter column note type varchar(30)',
	'alter table book alter column price type numeric(12, 2)',
	'alter table book alter column price type numeric(12, 3)',
	'alter table book alter column price type numeric',
	'alter table book alter column pages type bigint',
	'alter table book alter column pages type int',
	'alter table book alter column title set not null',
	'alter table book alter column title drop not null',
	"alter table book alter column title set default 'x'",
	'alter table book alter column title set statistics 10',
	'alter table book add constraint c check (pages > 0)',
	'alter table book add constraint c check (pages > 0) not valid',
	'alter table book add constraint f foreign key (shelf_id) references shelf (id)',
	'alter table book add constraint f foreign key (shelf_id) references shelf (id) not valid',
	'alter table book validate constraint old',
	'alter table book add constraint u unique (title)',
	'alter table book add primary key (id)',
	'alter table book drop constraint old',
	'alter table book set (fillfactor = 90)',
	'alter table book set unlogged',
	'alter table book enable trigger all',
	'create index i on book (title)',
	'create unique index i on book using btree (title)',
	'create table part (id int, book_id int references shelf (id))',
	'create trigger t before update on book for each row execute function suppress_redundant_updates_trigger()',
	"comment on table book is 'all'",
	'create policy p on book using (true)',
	'drop table book',
	'truncate book',
	'truncate table only book',
	"insert into book values (9, 'x')",
	'update book set pages = 1',
	'delete from book where id = 1',
];

test(
	'postgresql: the lock and the rewrite of a statement are those of the server',
	options,
	async t => {
		const {rows} = await makeDatabase(t, server!);
		await rows('create table shelf (id int primary key)');
		await rows('insert into shelf values (1)');
		await rows(
			'create table book (id int not null, title varchar(50), note text, price numeric(10, 2), pages int default 1, shelf_id int, constraint old check (id > 0) not valid)',
		);
		await rows("insert into book values (1, 'a', 'b', 1.5, 3, 1)");
		const typeOf = async (table: string, column: string) =>
			(
				await rows(
					`select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = '${table}'::regclass and attname = '${column}'`,
				)
			)[0]?.type;
		const wrong: unknown[] = [];
		for (const sql of statements) {
			const said = await locksOf(sql, typeOf);
			const before = await files(rows);
			const oids = new Map(
				(
					await rows(
						"select oid, relname from pg_class where relkind = 'r' and relname in ('book', 'shelf')",
					)
				).map(({oid, relname}) => [relname, oid]),
			);
			await rows('begin');
			await rows(sql);
			const held = await rows(
				`select relation, mode from pg_locks where pid = pg_backend_pid() and relation in (${[...oids.values()].join(', ')}) and mode <> 'AccessShareLock'`,
			);
			const after = await files(rows);
			await rows('rollback');
			for (const [table, oid] of oids) {
				const modes = held
					.filter(({relation}) => relation === oid)
					.map(({mode}) => lockModes.indexOf(words(mode)));
				const real = lockModes[Math.max(...modes)];
				const found = said.find(one => one.table === table);
				// A row that refers to another one is checked with a weak lock, which stands in nobody's way.
				if (real === undefined || (real === 'row exclusive' && !found)) {
					if (found && real === undefined) wrong.push([sql, table, found.mode, 'no lock']);
					continue;
				}
				if (found?.mode !== real) wrong.push([sql, table, found?.mode, real]);
				const isDropped = after.get(oid) === undefined;
				const rewritten = !isDropped && before.get(oid) !== after.get(oid);
				if (!/^truncate/.test(sql) && found && found.rewrites !== rewritten)
					wrong.push([sql, table, 'rewrites', found.rewrites, rewritten]);
			}
		}
		assert.deepEqual(wrong, []);
	},
);

async function files(rows: (sql: string) => Promise<Record<string, any>[]>) {
	const found = await rows(
		"select oid, pg_relation_filenode(oid) as file from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
	);
	return new Map(found.map(({oid, file}) => [oid, file]));
}

/** `ShareRowExclusiveLock` → share row exclusive */
function words(mode: string) {
	return mode
		.replace(/Lock$/, '')
		.replace(/(?<=[a-z])[A-Z]/g, ' $&')
		.toLowerCase() as (typeof lockModes)[number];
}

test(
	'postgresql: a plan shows the lock and the size of each table that is there',
	options,
	async t => {
		const {host, port, user, driver} = server!;
		const {name} = await makeDatabase(t, server!);
		const shop = makeShop(t, '', {driver, host, port, user, name});
		shop.migration('0001_initial', {
			up: "this.addSql('create table book (id int primary key)'); this.addSql('insert into book values (1)');",
		});
		assert.doesNotMatch((await shop.run(['migrate', '--plan'])).stdout, /lock on/);
		await shop.run(['migrate']);
		shop.migration('0002_more', {
			dependencies: ['shop.0001_initial'],
			up: "this.addSql('alter table book add column number serial');",
		});
		const {stdout} = await shop.run(['migrate', '--plan']);
		assert.match(
			stdout,
			/-- access exclusive lock on book \(\d+ kB, 1 row\), which it rewrites: others can neither read nor write\n/,
		);
		const [plan] = (await shop.run(['migrate', '--plan', '--json'])).stdout
			.split('\n')
			.filter(line => line.includes('"plan"'))
			.map(line => JSON.parse(line));
		const [{bytes, ...impact}] = plan.steps[0].impacts[0];
		assert.ok(bytes > 0);
		assert.deepEqual(impact, {table: 'book', lock: 'access exclusive', rewrites: true, rows: 1});
	},
);
