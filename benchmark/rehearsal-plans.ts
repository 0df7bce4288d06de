/** The kinds of database whose SQL differs. */
export type Kind = 'sqlite' | 'postgresql' | 'mariadb';

export interface Plan {
	title: string;
	up: Record<Kind, string[]>;
	down: Record<Kind, string[]>;
}

/** How many rows the tables have. */
export const tables = {small: 10_000, medium: 100_000, large: 1_000_000};

const same = (...statements: string[]): Plan['up'] => ({
	sqlite: statements,
	postgresql: statements,
	mariadb: statements,
});

/** SQLite changes a column by making its table anew. @param columns as they are declared then */
function rebuilt(table: string, columns: string, names: string): string[] {
	return [
		`create table ${table}__new (${columns})`,
		`insert into ${table}__new (${names}) select ${names} from ${table}`,
		`drop table ${table}`,
		`alter table ${table}__new rename to ${table}`,
	];
}

const names = 'id, name, code, amount, other_id';
const columns = (changed: Record<string, string> = {}) =>
	Object.entries({
		...{id: 'integer primary key', name: 'varchar(60)', code: 'integer not null'},
		...{amount: 'integer', other_id: 'integer'},
		...changed,
	})
		.map(([name, type]) => `${name} ${type}`)
		.join(', ');

const dropIndex = (name: string, table: string): Plan['up'] => ({
	...same(`drop index ${name}`),
	mariadb: [`drop index ${name} on ${table}`],
});

/** Each begins with the tables as they were made, and is undone after it was measured. */
export const plans: Plan[] = [
	{
		title: 'a column with NULL, 1M rows',
		up: same('alter table large add column note varchar(20)'),
		down: same('alter table large drop column note'),
	},
	{
		title: 'a column with a default, 1M rows',
		up: same('alter table large add column state integer not null default 1'),
		down: same('alter table large drop column state'),
	},
	{
		title: 'an index on a text, 1M rows',
		up: same('create index large_name on large (name)'),
		down: dropIndex('large_name', 'large'),
	},
	{
		title: 'an index on a number, 100k rows',
		up: same('create index medium_amount on medium (amount)'),
		down: dropIndex('medium_amount', 'medium'),
	},
	{
		title: 'an index on two columns, 1M rows',
		up: same('create index large_two on large (amount, name)'),
		down: dropIndex('large_two', 'large'),
	},
	{
		title: 'a unique index, 1M rows',
		up: same('create unique index large_code on large (code)'),
		down: dropIndex('large_code', 'large'),
	},
	{
		title: 'a unique index, 10k rows',
		up: same('create unique index small_code on small (code)'),
		down: dropIndex('small_code', 'small'),
	},
	{
		title: 'an update of each row, 1M rows',
		up: same('update large set amount = amount + 1'),
		down: same('update large set amount = amount - 1'),
	},
	{
		title: 'an update of each row, 100k rows',
		up: same('update medium set amount = amount + 1'),
		down: same('update medium set amount = amount - 1'),
	},
	{
		title: 'an update of each tenth row, 1M rows',
		up: same('update large set amount = 0 where id % 10 = 0'),
		down: same('update large set amount = id % 997 where id % 10 = 0'),
	},
	{
		title: 'not null, 1M rows',
		up: {
			sqlite: rebuilt('large', columns({amount: 'integer not null'}), names),
			postgresql: ['alter table large alter column amount set not null'],
			mariadb: ['alter table large modify amount integer not null'],
		},
		down: {
			sqlite: rebuilt('large', columns(), names),
			postgresql: ['alter table large alter column amount drop not null'],
			mariadb: ['alter table large modify amount integer null'],
		},
	},
	{
		title: 'another type, 1M rows',
		up: {
			sqlite: rebuilt('large', columns({amount: 'bigint'}), names),
			postgresql: ['alter table large alter column amount type bigint'],
			mariadb: ['alter table large modify amount bigint'],
		},
		down: {
			sqlite: rebuilt('large', columns(), names),
			postgresql: ['alter table large alter column amount type integer'],
			mariadb: ['alter table large modify amount integer'],
		},
	},
	{
		title: 'another type, 100k rows',
		up: {
			sqlite: rebuilt('medium', columns({amount: 'text'}), names),
			postgresql: ['alter table medium alter column amount type text'],
			mariadb: ['alter table medium modify amount varchar(20)'],
		},
		down: {
			sqlite: rebuilt('medium', columns(), names),
			postgresql: ['alter table medium alter column amount type integer using amount::integer'],
			mariadb: ['alter table medium modify amount integer'],
		},
	},
	{
		title: 'a foreign key, 1M rows',
		up: {
			sqlite: rebuilt('large', `${columns()}, foreign key (other_id) references small (id)`, names),
			postgresql: [
				'alter table large add constraint large_other foreign key (other_id) references small (id)',
			],
			mariadb: [
				'alter table large add constraint large_other foreign key (other_id) references small (id)',
			],
		},
		down: {
			sqlite: rebuilt('large', columns(), names),
			postgresql: ['alter table large drop constraint large_other'],
			mariadb: [
				'alter table large drop foreign key large_other',
				'alter table large drop index large_other',
			],
		},
	},
	{
		title: 'a foreign key, 100k rows',
		up: {
			sqlite: rebuilt(
				'medium',
				`${columns()}, foreign key (other_id) references small (id)`,
				names,
			),
			postgresql: [
				'alter table medium add constraint medium_other foreign key (other_id) references small (id)',
			],
			mariadb: [
				'alter table medium add constraint medium_other foreign key (other_id) references small (id)',
			],
		},
		down: {
			sqlite: rebuilt('medium', columns(), names),
			postgresql: ['alter table medium drop constraint medium_other'],
			mariadb: [
				'alter table medium drop foreign key medium_other',
				'alter table medium drop index medium_other',
			],
		},
	},
	{
		title: 'a check, 1M rows',
		up: {
			sqlite: rebuilt('large', `${columns()}, check (code >= 0)`, names),
			postgresql: ['alter table large add constraint large_check check (code >= 0)'],
			mariadb: ['alter table large add constraint large_check check (code >= 0)'],
		},
		down: {
			sqlite: rebuilt('large', columns(), names),
			postgresql: ['alter table large drop constraint large_check'],
			mariadb: ['alter table large drop constraint large_check'],
		},
	},
	{
		title: 'a table from another one, 1M rows',
		up: same(
			'create table summary as select amount, count(*) as rows_of from large group by amount',
		),
		down: same('drop table summary'),
	},
	{
		title: 'a new column, filled and indexed, 100k rows',
		up: same(
			'alter table medium add column half integer',
			'update medium set half = code / 2',
			'create index medium_half on medium (half)',
		),
		down: {
			...same('drop index medium_half', 'alter table medium drop column half'),
			mariadb: ['drop index medium_half on medium', 'alter table medium drop column half'],
		},
	},
	{
		title: 'a column filled from another table, 100k rows',
		up: same(
			'update medium set amount = (select s.code from small s where s.id = medium.other_id)',
		),
		down: same('update medium set amount = id % 997'),
	},
	{
		title: 'an empty table with an index',
		up: same(
			'create table fresh (id integer primary key, name varchar(20))',
			'create index fresh_name on fresh (name)',
		),
		down: same('drop table fresh'),
	},
];

/** The statements that make and fill the tables. */
export function seed(kind: Kind): string[] {
	return Object.entries(tables).flatMap(([table, rows]) => {
		const numbers = {
			sqlite: `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows}) select i, 'name ' || (i * 7919 % ${rows}), i, i % 997, 1 + i % 10000 from n`,
			postgresql: `select i, 'name ' || (i::bigint * 7919 % ${rows}), i, i % 997, 1 + i % 10000 from generate_series(1, ${rows}) i`,
			mariadb: `select seq, concat('name ', seq * 7919 % ${rows}), seq, seq % 997, 1 + seq % 10000 from seq_1_to_${rows}`,
		}[kind];
		return [
			`create table ${table} (${columns()})`,
			`insert into ${table} (${names}) ${numbers}`,
			...(kind === 'postgresql' ? [`vacuum analyze ${table}`] : []),
			...(kind === 'mariadb' ? [`analyze table ${table}`] : []),
		];
	});
}
