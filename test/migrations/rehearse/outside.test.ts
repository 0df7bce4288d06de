import assert from 'node:assert/strict';
import test from 'node:test';
import {Outside} from '../../../source/migrations/rehearse/outside.ts';
import {verifySpace} from '../../../source/migrations/rehearse/sqlite-copy.ts';
import {temporaryFolder} from '../../support/project.ts';

const outside = {
	postgresql: [
		'create role app',
		'CREATE /* a */ USER app',
		'alter database shop set work_mem = 1',
		'grant admin to app',
		'comment on database shop is 1',
		"copy book to program 'sh'",
		"select dblink('host=other', 'delete from book')",
		'do $$ begin execute format(1); alter role app nologin; end $$',
		'create server other foreign data wrapper x',
		"select '--'; drop role app",
	],
	mariadb: [
		'alter table shop.book add x int',
		'update `SHOP`.book set x = 1',
		'use shop',
		"execute immediate 'drop table shop.book'",
		'set global x = 1',
		'select @@global.x',
		"grant all on *.* to app@'%'",
		"select 1 into outfile '/tmp/x'",
		'create database other',
		'create definer = x trigger t before insert on book for each row insert into shop . audit values (1)',
	],
	sqlite: [
		"attach 'db.sqlite3' as other",
		"vacuum into 'x'",
		"create table x (id int); attach 'y' as z",
	],
} as const;

const inside = {
	postgresql: [
		'create table role (id int)',
		'grant select on book to app',
		'alter table book add constraint user_id foreign key (user_id) references "user" (id)',
		'create index concurrently i on book (title)',
		'comment on table book is 1',
	],
	mariadb: [
		'alter table book add x int',
		'update book b set b.x = 1',
		'create table shops (id int)',
		'select workshop.id from workshop',
	],
	sqlite: ['alter table book add column attached text', 'update book set title = title'],
} as const;

for (const dialect of ['postgresql', 'mariadb', 'sqlite'] as const) {
	test(`${dialect}: what reaches outside of a copy is found, and nothing else`, () => {
		const found = new Outside(dialect, ['shop', 'mysql']);
		const reaching = (all: readonly string[]) => all.filter(sql => found.reaches(sql));
		assert.deepEqual(reaching(outside[dialect]), outside[dialect]);
		assert.deepEqual(reaching(inside[dialect]), []);
	});
}

test('a copy that does not fit is not begun', t => {
	const folder = temporaryFolder(t);
	verifySpace(folder, 1000);
	assert.throws(() => verifySpace(folder, 2 ** 60), {
		code: 'no-copy',
		message: /may need \d+ TB, and .* has .* free\.$/,
		hint: /^Nothing was changed\. Free some space, or rehearse on a part of the rows: --sample 1000$/,
	});
});
