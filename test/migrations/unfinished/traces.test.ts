import assert from 'node:assert/strict';
import test from 'node:test';
import {tracesOf} from '../../../source/migrations/unfinished/traces.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';

/** `+column a.b` is there, `-table x` is gone. */
function read(sql: string, dialect: Dialect = 'mariadb'): string[] | undefined {
	return tracesOf(sql, dialect)?.map(({kind, name, table, exists}) => {
		const place = [...(table ?? []), ...name].join('.');
		return `${exists ? '+' : '-'}${kind} ${place}`;
	});
}

test('the clauses of an alter table are read with names of any kind', () => {
	assert.deepEqual(
		read(
			"alter table `order items` add `größe` varchar(9) not null default 'a, drop b', drop column `a``b`, rename index x to y, add constraint `c` check (`n` > 0), drop foreign key f;",
		),
		[
			'+column order items.größe',
			'-column order items.a`b',
			'-index order items.x',
			'+index order items.y',
			'+constraint order items.c',
			'-constraint order items.f',
		],
	);
	assert.deepEqual(read('alter table a change b c int, modify d int, add primary key (c)'), [
		'-column a.b',
		'+column a.c',
		'+primary key a',
	]);
	assert.deepEqual(
		read('alter table a add unique u (x), add index i (y), add fulltext key f (z)'),
		['+index a.u', '+index a.i', '+index a.f'],
	);
	assert.deepEqual(read('alter table a add b int, drop c, algorithm=inplace, lock=none;'), [
		'+column a.b',
		'-column a.c',
	]);
	assert.deepEqual(
		read(
			'set statement foreign_key_checks = 0 for alter table a add constraint c foreign key (b) references d (e), algorithm=instant',
		),
		['+constraint a.c'],
	);
	assert.deepEqual(read('alter table a rename to b, add c int'), [
		'-relation a',
		'+relation b',
		'+column b.c',
	]);
});

test('what is created, dropped and renamed is read', () => {
	assert.deepEqual(read('/* note */ create unique index i on shop.a (b)'), ['+index shop.a.i']);
	assert.deepEqual(read('create or replace view v as select 1'), ['+relation v']);
	assert.deepEqual(read('create trigger t after insert on a for each row set @x = 1'), [
		'+trigger t',
	]);
	assert.deepEqual(read('drop table if exists a, `b c` cascade'), ['-relation a', '-relation b c']);
	assert.deepEqual(read('rename table a to b, c to d'), [
		...['-relation a', '+relation b'],
		...['-relation c', '+relation d'],
	]);
	assert.deepEqual(read('alter table "A" add Column B int', 'postgresql'), ['+column A.b']);
});

test('what leaves no name behind is not read', () => {
	for (const sql of [
		'alter table a add foreign key (b) references c (id)',
		'alter table a add constraint unique (b)',
		'alter table a add (b int, c int)',
		'alter table a partition by hash (id)',
		'insert into a values (1)',
	]) {
		assert.equal(read(sql), undefined, sql);
	}
	assert.deepEqual(read('alter table a drop column b, add column b int'), []);
});
