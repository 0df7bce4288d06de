import {DatabaseSync} from 'node:sqlite';
import {HazardFinder} from '../../source/migrations/hazards/finder.ts';
import type {Database} from '../../source/project/database/database.ts';
import type {Dialect} from '../../source/project/database/dialect.ts';

/** Over a database of two full tables, an empty one and one with 10,000 rows. */
export function finder(dialect: Dialect = 'sqlite') {
	const memory = new DatabaseSync(':memory:');
	for (const sql of [
		'create table full (id integer, note text)',
		'insert into full values (1, null), (2, null)',
		'create table empty (id integer, note text)',
		'create table pet (id integer primary key, name text not null, kind varchar(9), age integer)',
		"insert into pet values (1, 'Rex', 'dog', 7), (2, 'Rex', 'cat', null)",
		'create view old_pets as select name from pet where age > 9',
		'create trigger petted after update on pet begin select 1; end',
		'create table big (id integer, note text)',
		'insert into big with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000) select i, i from n',
	]) {
		memory.exec(sql);
	}
	const database: Database = {
		dialect,
		// Without the catalogs of a server, in which there would be no functions, and its transactions.
		query: async (text, values = []) =>
			/\b(?:pg_\w+|information_schema|read only|rollback)\b/.test(text)
				? []
				: (memory
						.prepare(text.replace(/^set statement .*? for /, ''))
						.all(...(values as any[])) as any),
		close: async () => memory.close(),
	};
	return new HazardFinder(database);
}
export const hazards = (...sql: string[]) => finder().find(sql);
export const codes = async (dialect: Dialect, ...sql: string[]) =>
	(await finder(dialect).find(sql)).map(({code}) => code);
export const warnings = async (...sql: string[]) =>
	(await hazards(...sql)).map(({warning}) => warning);
