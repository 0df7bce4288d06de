import {defineEntity, p} from '@mikro-orm/core';
import {type Dialect, isMysqlFamily} from '../../source/project/database/dialect.ts';
import type {Change, Make} from './there-and-back.ts';

const columns = {a: () => p.string(), b: () => p.string().nullable(), n: () => p.integer()};

/** An entity over the table; its properties are functions, as MikroORM changes what they return. */
function entity(
	table: string,
	properties: Record<string, () => any> = {},
	rest: object = {},
): Make {
	return () => {
		const made = Object.entries({...columns, ...properties}).map(([name, make]) => [name, make()]);
		const all = {id: p.integer().primary(), ...Object.fromEntries(made)};
		return [defineEntity({name: table, tableName: table, ...rest, properties: all} as any)];
	};
}

function view(table: string, expression: string, rest: object = {}): any {
	return defineEntity({
		name: `${table}_view`,
		tableName: `${table}_view`,
		view: true,
		expression,
		...rest,
		properties: {id: p.integer().primary(), a: p.string()},
	} as any);
}

/** Changes of texts that MikroORM's comparator takes for the same, each of a table of its own. */
export function unseenChanges(driver: Dialect): Record<string, Change> {
	const isMysql = isMysqlFamily(driver);
	const touch = (text: string) =>
		({
			sqlite: `select '${text}'`,
			postgresql: `new.b := '${text}'; return new`,
		})[driver as string] ?? `set new.b = '${text}'`;
	const kinds: Record<string, (t: string) => Pick<Change, 'from' | 'to'>> = {};
	const add = (name: string, from: (t: string) => Make, to: (t: string) => Make) => {
		kinds[name] = t => ({from: from(t), to: to(t)});
	};
	const texts = (
		name: string,
		part: (text: string, t: string) => object,
		from: string,
		to: string,
	) =>
		add(
			name,
			t => entity(t, {}, part(from, t)),
			t => entity(t, {}, part(to, t)),
		);
	const property = (name: string, from: () => any, to: () => any) =>
		add(
			name,
			t => entity(t, {p: from}),
			t => entity(t, {p: to}),
		);
	const views = (name: string, from: (t: string) => any, to: (t: string) => any) =>
		add(
			name,
			t => () => [...entity(t)(), from(t)],
			t => () => [...entity(t)(), to(t)],
		);

	const index = (of: string, t: string) => ({
		indexes: [{name: `by_${t}`, expression: `create index by_${t} on ${t} (${of})`}],
	});
	const unique = (of: string, t: string) => ({
		uniques: [{name: `only_${t}`, expression: `create unique index only_${t} on ${t} (${of})`}],
	});
	texts('the expression of an index', index, 'a', 'b');
	texts('the expression of a unique index', unique, 'a, n', 'a, b, n');
	add(
		'an index, now by an expression,',
		t => entity(t, {}, {indexes: [{name: `by_${t}`, properties: ['a']}]}),
		t => entity(t, {}, index('a, n', t)),
	);

	const check = (expression: string, t: string) => ({checks: [{name: `right_${t}`, expression}]});
	texts('the letter case in a check', check, "a <> 'Z'", "a <> 'z'");
	texts('the brackets of a check', check, "(n>1 or n<2) and a<>''", "n>1 or (n<2 and a<>'')");
	texts('a space in a text of a check', check, "a <> 'a b'", "a <> 'ab'");
	texts('a star in a check', check, "a <> '*'", "a <> ''");
	texts('the quotes of a check', check, "a <> 'b'", isMysql ? 'a <> `b`' : 'a <> "b"');
	property(
		'a check of a property',
		() => p.integer().check('p > 0').default(1),
		() => p.integer().check('(p) > 0').default(1),
	);
	property(
		'the letter case of an enum',
		() => p.enum(['draft', 'live']).nullable(),
		() => p.enum(['Draft', 'Live']).nullable(),
	);

	const trigger = (body: string, t: string, events = ['insert']) => ({
		triggers: [{name: `noted_${t}`, timing: 'before', events, body}],
	});
	texts('the letter case in a trigger', trigger, touch('Z'), touch('z'));
	add(
		'the events of a trigger',
		t => entity(t, {}, trigger(touch('z'), t)),
		t => entity(t, {}, trigger(touch('z'), t, ['insert', 'update'])),
	);

	property(
		'the letter case of a default',
		() => p.string().default('Abc'),
		() => p.string().default('abc'),
	);
	property(
		'the letter case in a generated column',
		() => p.string().generated("('A') stored"),
		() => p.string().generated("('a') stored"),
	);
	add(
		'a generated column with an index',
		t => entity(t, {p: () => p.string().generated("('A') stored").index(`of_${t}`)}),
		t => entity(t, {p: () => p.string().generated("('a') stored").index(`of_${t}`)}),
	);
	add(
		'a generated column in a check',
		t => entity(t, {p: () => p.integer().generated('(n + 1) stored')}, check('p > -9', t)),
		t => entity(t, {p: () => p.integer().generated('(n + 2) stored')}, check('p > -9', t)),
	);

	views(
		'the letter case in a view',
		t => view(t, `select id, a from ${t} where a = 'X'`),
		t => view(t, `select id, a from ${t} where a = 'x'`),
	);
	texts('the comment of a table', comment => ({comment}), 'Some items', 'some items');
	add(
		'what a foreign key does',
		t => keyed(t, 'restrict'),
		t => keyed(t, 'no action'),
	);

	if (!isMysql) {
		const partial = (where: string, t: string) => ({
			indexes: [{name: `some_${t}`, properties: ['n'], where}],
		});
		texts('the letter case of a partial index', partial, "a = 'X'", "a = 'x'");
		texts(
			'the brackets of a partial index',
			partial,
			'(n>1 or n<0) and n<>3',
			'n>1 or (n<0 and n<>3)',
		);
		add(
			'the name and the condition of an index',
			t => entity(t, {}, partial("a = 'X'", t)),
			t => entity(t, {}, {indexes: [{name: `now_${t}`, properties: ['n'], where: "a = 'x'"}]}),
		);
	}
	if (isMysql) {
		const fulltext = (properties: string[], type?: string) => (t: string) =>
			entity(t, {}, {indexes: [{name: `by_${t}`, properties, type}]});
		add('the column of a fulltext index', fulltext(['a'], 'fulltext'), fulltext(['b'], 'fulltext'));
		add('a fulltext index, now a plain one,', fulltext(['a'], 'fulltext'), fulltext(['a']));
	}
	if (driver === 'postgresql') {
		const as = (materialized: boolean) => (t: string) =>
			view(t, `select id, a from ${t}`, {materialized});
		views('a materialized view, now a view,', as(true), as(false));
		views('a view, now a materialized one,', as(false), as(true));
		const parts = {partitionBy: {type: 'hash', expression: ['id'], partitions: 2}};
		add(
			'a table with partitions, now without,',
			t => entity(t, {}, parts),
			t => entity(t),
		);
		add(
			'a table without partitions, now with,',
			t => entity(t),
			t => entity(t, {}, parts),
		);
		const policy = (using: string, t: string) => ({policies: [{name: `own_${t}`, using}]});
		texts('the letter case in a policy', policy, "a = 'X'", "a = 'x'");
		texts('the brackets of a policy', policy, '(n>1 or n<0) and n<>3', 'n>1 or (n<0 and n<>3)');
	}
	return Object.fromEntries(
		Object.entries(kinds).map(([name, make], index) => {
			const table = `item${index}`;
			const row = (id: number, values: string) =>
				`insert into ${table} (id, a, b, n) values (${id}, ${values})`;
			const rows = [row(1, "'X', 'y', 1"), row(2, "'x', null, -1")];
			return [name, {...make(table), rows}];
		}),
	);
}

function keyed(table: string, deleteRule: string): Make {
	return () => {
		const other = defineEntity({name: `${table}_to`, properties: {id: p.integer().primary()}});
		const to = () => p.manyToOne(other).nullable().deleteRule(deleteRule);
		return [...entity(table, {p: () => to})(), other];
	};
}

/** All of them at once. */
export function together(changes: Record<string, Change>): Change {
	const all = Object.values(changes);
	return {
		from: () => all.flatMap(({from}) => from()),
		to: () => all.flatMap(({to}) => to()),
		rows: all.flatMap(({rows = []}) => rows),
	};
}
