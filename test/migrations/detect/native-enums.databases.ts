import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {type Change, type Make, thereAndBack} from '../../support/there-and-back.ts';
import {makeWorkshop} from '../../support/workshop.ts';

/** Entities with a property of the values, by their names; more of each. */
function entities(
	tables: Record<string, () => any>,
	rest: object | ((name: string) => object) = {},
	more: () => any[] = () => [],
): Make {
	return () => [
		...Object.entries(tables).map(([name, status]) =>
			defineEntity({
				name,
				...(typeof rest === 'function' ? rest(name) : rest),
				properties: {id: p.integer().primary(), n: p.integer().default(0), status: status()},
			} as any),
		),
		...more(),
	];
}

const status = (values: string[], name = 'status') => p.enum(values).nativeEnumName(name) as any;
const rows = [
	"insert into post (id, status) values (1, 'draft')",
	"insert into post (id, status) values (2, 'live')",
];
const two = ['draft', 'live'];
const three = ['draft', 'new', 'live'];
const viewOf =
	(where: string, materialized = false) =>
	() => [
		defineEntity({
			name: 'Seen',
			tableName: 'seen',
			view: true,
			materialized,
			expression: `select id, status from post where ${where}`,
			properties: {id: p.integer().primary(), status: p.string()},
		} as any),
	];

const changes: Record<string, Change> = {
	'the name of the type': {
		from: entities({Post: () => status(two).default('draft')}),
		to: entities({Post: () => status(two, 'post_status').default('draft')}),
	},
	'a value is added': {
		from: entities({Post: () => status(two)}),
		to: entities({Post: () => status(three)}),
	},
	'the first value is added': {
		from: entities({Post: () => status(two)}),
		to: entities({Post: () => status(['new', ...two])}),
	},
	'a value is added and the default': {
		from: entities({Post: () => status(two).default('draft')}),
		to: entities({Post: () => status(three).default('new')}),
	},
	'a value is added and in a check': {
		from: entities({Post: () => status(two)}),
		to: entities(
			{Post: () => status(three)},
			{checks: [{name: 'right', expression: "status <> 'new'"}]},
		),
	},
	'a value is added and in a view': {
		from: entities({Post: () => status(two)}, {}, viewOf("status = 'live'")),
		to: entities({Post: () => status(three)}, {}, viewOf("status = 'new'")),
	},
	'a value is added and fills a new property': {
		from: entities({Post: () => status(two)}),
		to: () => [
			defineEntity({
				name: 'Post',
				properties: {
					id: p.integer().primary(),
					n: p.integer().default(0),
					status: status(three),
					other: status(three),
				},
			}),
		],
		answered: {defaults: {'shop.post.other': "'new'"}},
	},
	'values in another order': {
		from: entities({Post: () => status(two).default('live')}),
		to: entities({Post: () => status(['live', 'draft']).default('live')}),
	},
	'a value is removed': {
		from: entities({Post: () => status(three).default('new')}),
		to: entities({Post: () => status(two).default('live')}),
	},
	'a value is added, another removed, the others moved': {
		from: entities({Post: () => status(['gone', 'draft', 'live'])}),
		to: entities({Post: () => status(['live', 'added', 'draft'])}),
	},
	'a type of two tables': {
		from: entities({Post: () => status(two), Page: () => status(two).default('draft')}),
		to: entities({Post: () => status(three), Page: () => status(three).default('new')}),
	},
	'a type of two tables gets a value': {
		from: entities({Post: () => status(two), Page: () => status(two)}),
		to: entities({Post: () => status(three), Page: () => status(three)}),
	},
	'a list of values': {
		from: entities({Post: () => p.enum(two).array().nativeEnumName('status').default(['draft'])}),
		to: entities({
			Post: () => p.enum(['live', 'draft']).array().nativeEnumName('status').default(['draft']),
		}),
		rows: ["insert into post (id, status) values (1, '{draft,live}')"],
	},
	'a type in a schema': {
		from: entities({Post: () => status(two).default('draft')}, {schema: 'inv'}),
		to: entities({Post: () => status(['live', 'draft']).default('draft')}, {schema: 'inv'}),
		rows: ["insert into inv.post (id, status) values (1, 'draft')"],
	},
	'a value is added to a type in a schema': {
		from: entities({Post: () => status(two).default('draft')}, {schema: 'inv'}),
		to: entities({Post: () => status(three).default('draft')}, {schema: 'inv'}),
		rows: ["insert into inv.post (id, status) values (1, 'draft')"],
	},
	'capital letters in the name': {
		from: entities({Post: () => status(two, 'PostStatus').default('draft')}),
		to: entities({Post: () => status(['live', 'draft'], 'PostStatus').default('draft')}),
	},
	'a quote in a value': {
		from: entities({Post: () => status(["it's", ...two])}),
		to: entities({Post: () => status([...two, "it's"])}),
	},
	'a text instead': {
		from: entities({Post: () => status(two).default('draft')}),
		to: entities({Post: () => p.string().default('draft')}),
	},
	'an enum instead of a text': {
		from: entities({Post: () => p.string().default('draft')}),
		to: entities({Post: () => status(two).default('draft')}),
	},
	'a check instead of a type': {
		from: entities({Post: () => status(two).default('draft')}),
		to: entities({Post: () => p.enum(two).default('draft')}),
	},
	'what depends on the column': {
		from: entities(
			{Post: () => status(two).default('draft')},
			dependents,
			viewOf("status = 'live'", true),
		),
		to: entities(
			{Post: () => status(['live', 'draft']).default('draft')},
			dependents,
			viewOf("status = 'live'", true),
		),
	},
	'the only table of a type goes': {
		from: entities({Post: () => status(two), Page: () => status(two, 'kind')}),
		to: entities({Post: () => status(two)}),
	},
	'a value is removed from a type, and one of its tables goes': {
		from: entities({Post: () => status(three), Page: () => status(three)}),
		to: entities({Post: () => status(two)}),
	},
};

function dependents(name: string): object {
	const table = name.toLowerCase();
	return {
		indexes: [
			{name: `${table}_by_status`, properties: ['status']},
			{name: `${table}_live`, properties: ['n'], where: "status = 'live'"},
			{
				name: `${table}_text`,
				expression: `create index ${table}_text on ${table} ((status = 'live'))`,
			},
		],
		uniques: [{name: `${table}_only`, properties: ['id', 'status']}],
		checks: [{name: 'right', expression: "status <> 'draft' or n >= 0"}],
		policies: [{name: 'own', using: "status = 'live'"}],
		triggers: [
			{
				name: 'noted',
				timing: 'before',
				events: ['update'],
				body: 'return new',
			},
		],
	};
}

for (const server of servers.filter(({driver}) => driver === 'postgresql')) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	for (const [name, change] of Object.entries(changes)) {
		test(`an enum type: ${name}`, {skip}, async t => {
			const database = {...server, name: (await makeDatabase(t, server)).name};
			await thereAndBack(t, database, {rows, ...change});
		});
	}

	test('a value that a row has is not removed: nothing is changed', {skip}, async t => {
		const database = await makeDatabase(t, server);
		const workshop = makeWorkshop(t, ['shop'], {...server, name: database.name});
		workshop.entities({shop: entities({Post: () => status(two)})()});
		const [first] = await workshop.make();
		workshop.entities({shop: entities({Post: () => status(three)})()});
		await workshop.make();
		await workshop.migrate();
		await database.rows("insert into post (id, status) values (1, 'new')");
		await assert.rejects(
			workshop.migrate({app: 'shop', name: first!.name}),
			/invalid input value for enum status: "new"/,
		);
		assert.deepEqual(await database.rows('select status from post'), [{status: 'new'}]);
		await database.rows('delete from post');
		await workshop.migrate({app: 'shop', name: first!.name});
		assert.deepEqual(
			await database.rows('select unnest(enum_range(null::status))::text as value'),
			[{value: 'draft'}, {value: 'live'}],
		);
	});
}
