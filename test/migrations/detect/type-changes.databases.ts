import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {type Change, type Make, thereAndBack} from '../../support/there-and-back.ts';

function entity(value: () => any, rest: object = {}, more: Record<string, () => any> = {}): Make {
	return () => {
		const others = Object.entries(more).map(([name, make]) => [name, make()]);
		const properties = {id: p.integer().primary(), value: value(), ...Object.fromEntries(others)};
		return [defineEntity({name: 'Thing', ...rest, properties} as any)];
	};
}

const filled = (...values: string[]) =>
	values.map((value, index) => `insert into thing (id, value) values (${index + 1}, ${value})`);

/** From one property to another, with values that both can have. */
const pairs: Record<string, [from: () => any, to: () => any, values: string[]]> = {
	'boolean to integer': [
		() => p.boolean().default(true),
		() => p.integer().default(1),
		['true', 'false'],
	],
	'boolean to bigint': [() => p.boolean(), () => p.bigint(), ['true', 'false']],
	'integer to text': [() => p.integer().default(3), () => p.text().default('3'), ['1', '-2']],
	'text to integer': [() => p.text().default('3'), () => p.integer().default(3), ["'1'", "'-2'"]],
	'text to date': [
		() => p.text().default('2020-01-01'),
		() => p.date().default('2020-01-02'),
		["'2021-02-03'"],
	],
	'integer to decimal': [
		() => p.integer().default(3),
		() => p.decimal().precision(8).scale(2).default(3),
		['1', '7'],
	],
	'integer to bigint': [() => p.integer().default(3), () => p.bigint(), ['1', '7']],
	'date to datetime': [() => p.date(), () => p.datetime().length(0), ["'2021-02-03'"]],
	'an enum to text': [
		() => p.enum(['a', 'b']).default('a'),
		() => p.text().default('b'),
		["'a'", "'b'"],
	],
	'a text to json': [
		() => p.text().nullable(),
		() => p.json().nullable(),
		['\'{"a": 1}\'', 'null'],
	],
	'a text to a uuid': [
		() => p.text().nullable(),
		() => p.uuid().nullable(),
		["'123e4567-e89b-12d3-a456-426614174000'"],
	],
};

const ofPostgresql: typeof pairs = {
	'text to boolean': [() => p.text().default('true'), () => p.boolean().default(true), ["'true'"]],
	'json to integer': [
		() => p.json().defaultRaw("'0'"),
		() => p.integer().default(0),
		['1', '2'].map(n => `'${n}'`),
	],
	'a list of texts to one of numbers': [
		() => p.array().default(['1']),
		() => p.array().columnType('int[]').defaultRaw("'{1}'"),
		["'{1,2}'"],
	],
	'a text to a list': [() => p.text().default('a'), () => p.array().default([]), ["'a'", "'a,b'"]],
	'a text to bytes': [() => p.text().nullable(), () => p.blob().nullable(), ["'a\\b'"]],
	'datetime to time': [() => p.datetime().nullable(), () => p.time().nullable(), ['null']],
	'a type of an enum to another': [
		() => (p.enum(['a', 'b']) as any).nativeEnumName('one').default('a'),
		() => (p.enum(['a', 'b', 'c']) as any).nativeEnumName('other').default('c'),
		["'a'", "'b'"],
	],
};

const dependent = (column: string) => ({
	checks: [{name: 'right', expression: `${column} is not null`}],
	indexes: [
		{name: 'some', properties: ['id'], where: `${column} is not null`},
		{name: 'all', properties: ['value']},
	],
	policies: [{name: 'own', using: `${column} is not null`}],
});

const changes = (driver: string): Record<string, Change> => {
	const isPostgresql = driver === 'postgresql';
	const all = isPostgresql ? {...pairs, ...ofPostgresql} : pairs;
	const made = Object.entries(all).map(([name, [from, to, values]]): [string, Change] => [
		name,
		{from: entity(from), to: entity(to), rows: filled(...values)},
	]);
	const composite = {n: () => p.integer().primary()};
	const keys: Record<string, Change> = {
		'a key of two columns': {
			from: entity(() => p.integer(), {}, {n: () => p.integer()}),
			to: entity(() => p.integer(), {}, composite),
			rows: ['insert into thing (id, value, n) values (1, 2, 3), (2, 2, 3)'],
		},
		'a key of one column of two': {
			from: entity(() => p.integer(), {}, composite),
			to: entity(() => p.integer()),
			rows: ['insert into thing (id, value, n) values (1, 2, 3), (2, 2, 3)'],
			answered: {defaults: {'shop.thing.n': '3'}},
		},
		'a key of two columns that is referred to': {
			from: referred({}),
			to: referred(composite),
			rows: [
				'insert into thing (id) values (1)',
				'insert into part (id, thing_id) values (1, null)',
			],
			answered: {defaults: {'shop.thing.n': '3'}},
		},
	};
	if (!isPostgresql) return {...Object.fromEntries(made), ...keys};
	const view = () =>
		defineEntity({
			name: 'Shown',
			tableName: 'shown',
			view: true,
			expression: 'select * from thing',
			properties: {id: p.integer().primary(), value: p.string()},
		} as any);
	const more = {
		double: () => p.text().generated('(value::text || value::text) stored').index('doubled'),
	};
	const withView = (make: Make) => () => [...make(), view()];
	return {
		...Object.fromEntries(made),
		...keys,
		'with all that depends on it': {
			from: withView(entity(() => p.boolean().default(true), dependent('value'), more)),
			to: withView(entity(() => p.integer().default(1), dependent('value'), more)),
			rows: filled('true', 'false'),
		},
		'and NULL no more': {
			from: entity(() => p.text().nullable()),
			to: entity(() => p.integer()),
			rows: filled("'1'"),
			answered: {defaults: {'shop.thing.value': '7'}},
		},
		'a key and what refers to it': {
			from: keyed(() => p.integer().primary()),
			to: keyed(() => p.text().primary()),
			rows: ['insert into zoo (id) values (1)', 'insert into animal (id, zoo_id) values (5, 1)'],
		},
		'a column in a star': {
			from: withView(entity(() => p.integer())),
			to: withView(entity(() => p.integer(), {}, {other: () => p.integer().nullable()})),
			rows: filled('1'),
		},
	};
};

function referred(more: Record<string, () => any>): Make {
	return () => {
		const [thing] = entity(() => p.integer().nullable(), {}, more)();
		const part = defineEntity({
			name: 'Part',
			properties: {id: p.integer().primary(), thing: () => p.manyToOne(thing).nullable()},
		});
		return [part, thing];
	};
}

function keyed(id: () => any): Make {
	return () => {
		const zoo = defineEntity({name: 'Zoo', properties: {id: id()}});
		const animal = defineEntity({
			name: 'Animal',
			properties: {id: p.integer().primary(), zoo: () => p.manyToOne(zoo)},
		});
		return [animal, zoo];
	};
}

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	for (const [name, change] of Object.entries(changes(driver))) {
		test(`${driver}: another type: ${name}`, {skip}, async t => {
			await thereAndBack(t, {...server, name: (await makeDatabase(t, server)).name}, change);
		});
	}
}
