import assert from 'node:assert/strict';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {HazardFinder} from '../../../source/migrations/hazards/finder.ts';

const types = ['integer', 'text', 'real', 'numeric(10,2)', 'blob', 'varchar(2)', 'datetime', ''];
const values = [
	...["'007'", "'1.50'", "'12'", "'abc'", "'1e3'", "' 5'", "'9007199254740993'", "''"],
	...['9007199254740993', '7', '1.75', '0.1', '2.0', '0.30000000000000004', '1e20', '-5', 'null'],
	...["x'3132'", "'long text'"],
];

/** Rebuilds a table of one column, as MikroORM does. */
function rebuild(type: string, value = 'c'): string[] {
	return [
		`create table copy (id integer primary key, c ${type})`,
		`insert into copy (id, c) select id, ${value} from t`,
		'drop table t',
		'alter table copy rename to t',
	];
}

function over(memory: DatabaseSync): HazardFinder {
	return new HazardFinder({
		dialect: 'sqlite',
		query: async (sql, parameters = []) => {
			const statement = memory.prepare(sql);
			statement.setReadBigInts(true);
			return statement.all(...(parameters as any[])) as any;
		},
		close: async () => {},
	});
}

function filled(type: string, ...rows: string[]): DatabaseSync {
	const memory = new DatabaseSync(':memory:');
	memory.exec(`create table t (id integer primary key, c ${type})`);
	for (const row of rows) memory.exec(`insert into t (c) values (${row})`);
	return memory;
}

/** Values as texts with their types; whole numbers are the same with a point. */
function contentOf(memory: DatabaseSync): string[] {
	const typed = "case when typeof(c) in ('integer', 'real') then 'number' else typeof(c) end";
	return memory
		.prepare(
			`select ${typed} || case when typeof(c) = 'real' and c = cast(c as integer) then cast(cast(c as integer) as text) else quote(c) end as value from t order by id`,
		)
		.all()
		.map(({value}) => String(value));
}

test('sqlite: a change of the type loses as many values as its rebuild really changes', async () => {
	for (const from of types) {
		for (const to of types) {
			const memory = filled(from, ...values);
			const before = contentOf(memory);
			const [found] = await over(memory).find(rebuild(to));
			for (const sql of [...rebuild(to), ...rebuild(from)]) memory.exec(sql);
			const after = contentOf(memory);
			const changed = before.filter((value, index) => value !== after[index]);
			const told = Number(/(\d+) of them/.exec(found?.warning ?? '')?.[1] ?? 0);
			assert.equal(told, changed.length, `${from} to ${to} and back: ${changed}`);
			assert.equal(found?.losesData ?? false, changed.length > 0);
		}
	}
});

test('sqlite: what a rebuild computes is compared with what was there', async () => {
	const memory = filled('real', '1.75', '2.0', 'null');
	const [cut] = await over(memory).find(rebuild('integer', 'cast(c as integer)'));
	assert.deepEqual(
		[cut?.code, cut?.losesData, cut?.warning.split('. ').at(-1)],
		['DL003', true, '1 of them does not fit.'],
	);
	const [filledUp] = await over(memory).find(rebuild('integer', 'coalesce(c, 0)'));
	assert.match(filledUp!.warning, /They are converted\.$/);
	assert.equal(filledUp!.losesData, false);
});
