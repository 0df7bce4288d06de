import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import type {EntityReference} from '../../source/mikro-orm/entity.ts';
import {isMysqlFamily} from '../../source/project/database/dialect.ts';
import {knows, skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeWorkshop} from '../support/workshop.ts';

const id = () => p.integer().primary();

type Options = Partial<Parameters<typeof defineEntity>[0]>;

const author = (properties: object = {}, options: Options = {}) =>
	defineEntity({name: 'Author', properties: {id: id(), ...properties}, ...options} as any);

/** Each from one set of entities to another, over an author and a book of hers. */
const changes: Record<string, (() => EntityReference[])[]> = {
	'a key to many becomes one to one, and back': [
		() => withBooks(Author => ({author: () => p.manyToOne(Author)})),
		() => withBooks(Author => ({author: () => p.oneToOne(Author).owner()})),
		() => withBooks(Author => ({author: () => p.manyToOne(Author)})),
	],
	'a composite index alone carries a key': [
		() =>
			withBooks(Author => ({author: () => p.manyToOne(Author).index(false), n: p.integer()}), {
				indexes: [{properties: ['author', 'n'], name: 'both'}],
			}),
		() => withBooks(Author => ({author: () => p.manyToOne(Author).index(false), n: p.integer()})),
		() =>
			withBooks(Author => ({author: () => p.manyToOne(Author).index(false), n: p.integer()}), {
				uniques: [{properties: ['author', 'n'], name: 'both'}],
			}),
		() =>
			withBooks(Author => ({author: () => p.manyToOne(Author).index(false)}), {
				indexes: [{properties: ['author'], name: 'one'}],
			}),
	],
	'the index of a key gets another name, and becomes unique': [
		() => withBooks(Author => ({author: () => p.manyToOne(Author).index('first')})),
		() => withBooks(Author => ({author: () => p.manyToOne(Author).index('second')})),
		() => withBooks(Author => ({author: () => p.manyToOne(Author).unique('third')})),
	],
	'a referenced key changes its sign and its type': [
		() => withBooks(Author => ({author: () => p.manyToOne(Author)})),
		() =>
			withBooks(
				Author => ({author: () => p.manyToOne(Author)}),
				{},
				() => author({id: p.integer().primary().unsigned(false)}),
			),
		() =>
			withBooks(
				Author => ({author: () => p.manyToOne(Author).nullable()}),
				{},
				() => author({id: p.bigint().primary()}),
			),
		() =>
			withBooks(
				Author => ({author: () => p.manyToOne(Author).deleteRule('set null').nullable()}),
				{},
				() => author({id: p.string().length(20).primary()}),
			),
	],
	'a table that refers to itself': [
		() => [tree({})],
		() => [tree({id: p.bigint().primary()})],
		() => [
			tree(
				{id: p.bigint().primary(), n: p.integer().default(1)},
				{indexes: [{properties: ['parent', 'n']}]},
			),
		],
		() => [defineEntity({name: 'Tree', properties: {id: p.bigint().primary()}})],
	],
	'a key that is dropped leaves no index behind': [
		() => withBooks(Author => ({author: () => p.manyToOne(Author).index(false)})),
		() => withBooks(() => ({author: p.integer().fieldName('author_id')})),
		() => withBooks(() => ({})),
	],
	'many to many, and the keys of its table': [
		() => withBooks(Author => ({authors: () => p.manyToMany(Author)})),
		() =>
			withBooks(
				Author => ({authors: () => p.manyToMany(Author)}),
				{},
				() => author({id: p.bigint().primary()}),
			),
		() => withBooks(() => ({})),
	],
	'values of an enum with quotes, commas and backslashes': [
		() => [author({s: p.enum(["it's", 'a,b', 'c\\d'])})],
		() => [author({s: p.enum(["it's", 'a,b', 'c\\d', '"']).default("it's")})],
		() => [author({s: p.enum(['(x)', "''"]).nullable()})],
	],
	'a generated column that may be null': [
		() => [author({a: p.integer()})],
		() => [author({a: p.integer(), b: p.integer().generated('(`a` * 2) stored').nullable()})],
		() => [author({a: p.integer(), b: p.integer().generated('(`a` * 3) virtual').nullable()})],
	],
	'defaults of all kinds': [
		() => [
			author({
				a: p.bigint().default(0),
				b: p.string().default('C:\\new'),
				c: p.datetime().defaultRaw('current_timestamp'),
				d: p
					.datetime()
					.length(3)
					.defaultRaw('current_timestamp(3)')
					.extra('on update current_timestamp(3)'),
				e: p.string().defaultRaw('(uuid())'),
				f: p.integer().defaultRaw('(1 + 2)'),
				g: p.decimal().precision(10).scale(2).default('1.50'),
				h: p.boolean().default(true),
				i: p.float().default(1.5),
				j: p.text().defaultRaw("('x')"),
				k: p.date().defaultRaw('(curdate())'),
				l: p.string().default('it\'s "so"'),
				m: p.json().defaultRaw("('{}')"),
				n: p.double().default(0),
				o: p.smallint().default(-1),
			}),
		],
		() => [
			author({
				a: p.bigint().default(1),
				b: p.string().default('C:\\old'),
				c: p.datetime().defaultRaw('current_timestamp').extra('on update current_timestamp'),
				d: p.datetime().length(3).nullable(),
				e: p.string().defaultRaw('(concat(uuid(), 1))'),
				f: p.integer().defaultRaw('(1 + 3)'),
				g: p.decimal().precision(10).scale(2).default('2'),
				h: p.boolean().default(false),
				i: p.float().default(2),
				j: p.text().defaultRaw("('y')"),
				k: p.date().defaultRaw("'2020-01-01'"),
				l: p.string().default('NULL'),
				m: p.json().nullable(),
				n: p.double().default(0.1),
				o: p.smallint().default(1),
			}),
		],
	],
	'types that the database has other words for': [
		() => [
			author({
				a: p.type('year').columnType('year'),
				b: p.type('point').columnType('point'),
				c: p.type('set').columnType("set('a','b')"),
				d: p.type('bit').columnType('bit(4)'),
				e: p.type('varbinary').columnType('varbinary(16)'),
				f: p.type('mediumint').columnType('mediumint'),
				g: p.type('inet6').columnType('inet6'),
				h: p.uuid(),
				i: p.time().length(3),
				j: p.tinyint().unsigned(),
				k: p.character().length(3),
				l: knows.collations ? p.string().collation('utf8mb4_bin') : p.string(),
				m: p.blob(),
			}),
		],
		() => [author({a: p.type('year').columnType('year').nullable(), b: p.string()})],
	],
	'tables that differ in letter case only': [
		() => itemsInTwoCases({a: p.enum(['x', 'y'])}, {}),
		() => itemsInTwoCases({a: p.enum(['x', 'z'])}, {b: p.string().default('')}),
	],
	'indexes of all kinds': [
		() => [
			author(
				{
					a: p.string().length(2000),
					b: p.text(),
					c: p.type('point').columnType('point'),
					d: p.integer(),
				},
				{
					indexes: [
						{properties: ['a'] as never[], name: 'too_long'},
						{properties: ['b'] as never[], name: 'words', type: 'fulltext'},
						{columns: [{name: 'b', length: 10}], properties: ['b'] as never[], name: 'part'},
						{columns: [{name: 'd', sort: 'DESC'}], properties: ['d'] as never[], name: 'down'},
						{expression: 'alter table `author` add spatial index `places` (`c`)', name: 'places'},
					] as any,
				},
			),
		],
		() => [
			author(
				{
					a: p.string().length(2000),
					b: p.text(),
					c: p.type('point').columnType('point'),
					d: p.integer(),
				},
				{
					indexes: [
						{properties: ['b', 'a'] as never[], name: 'words', type: 'fulltext'},
						{columns: [{name: 'b', length: 20}], properties: ['b'] as never[], name: 'part'},
					] as any,
				},
			),
		],
		() => [
			author(
				{a: p.string().length(200), b: p.text()},
				{indexes: [{properties: ['a'] as never[], name: 'words'}] as any},
			),
		],
	],
};

function itemsInTwoCases(upper: object, lower: object): EntityReference[] {
	const One: any = defineEntity({
		...{name: 'One', tableName: 'Item', properties: {id: id(), ...upper}},
	} as any);
	const Two = defineEntity({
		...{name: 'Two', tableName: 'item'},
		properties: {id: id(), one: () => p.manyToOne(One), ...lower},
	} as any);
	return [One, Two];
}

function tree(properties: object, options: object = {}) {
	const Tree: any = defineEntity({
		name: 'Tree',
		properties: {id: id(), parent: () => p.manyToOne(Tree).nullable(), ...properties},
		...options,
	} as any);
	return Tree;
}

function withBooks(
	properties: (author: any) => object,
	options: Options | object = {},
	makeAuthor: () => any = () => author(),
): EntityReference[] {
	const Author = makeAuthor();
	const Book = defineEntity({
		name: 'Book',
		properties: {id: id(), ...properties(Author)},
		...options,
	} as any);
	return [Author, Book];
}

for (const server of servers.filter(({driver}) => isMysqlFamily(driver))) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	for (const [what, states] of Object.entries(changes)) {
		test(`${driver}: ${what}: it runs there and back, and nothing differs`, {skip}, async t => {
			const {name} = await makeDatabase(t, server);
			const workshop = makeWorkshop(t, ['shop'], {...server, name});
			const made: string[] = [];
			const drift = async () => (await workshop.drift()).drift.map(({text}) => text);
			for (const [index, state] of states.entries()) {
				workshop.entities({shop: state()});
				const [migration] = await workshop.make();
				assert.ok(migration, `state ${index} is a change`);
				made.push(migration.name);
				await workshop.migrate();
				assert.deepEqual(await drift(), [], `after ${migration.name}`);
				workshop.entities({shop: state()});
				assert.deepEqual(await workshop.make(), [], 'nothing twice');
			}
			for (const name of [...made.slice(0, -1).reverse(), 'zero']) {
				await workshop.migrate({app: 'shop', name});
			}
			await workshop.migrate();
			assert.deepEqual(await drift(), [], 'there, back and there again');
		});
	}
}
