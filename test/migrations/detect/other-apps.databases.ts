import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const [server] = servers.filter(({driver}) => driver === 'postgresql');
const skip = server ? skipWithout('a PostgreSQL server', isThere(server)) : 'no PostgreSQL server';

async function workshopOn(t: test.TestContext) {
	const {name, rows} = await makeDatabase(t, server!);
	return {workshop: makeWorkshop(t, ['shop', 'till'], {...server!, name}), rows};
}

const view = (name: string, expression: string, more: object = {}) =>
	defineEntity({
		...{name, tableName: name.toLowerCase(), view: true, expression, ...more},
		properties: {id: p.integer().primary()},
	} as any);

/** Views of another app over the table and over each other, and one that has nothing to do with it. */
const till = (materialized: boolean, wanted = 'id, n') => [
	view('Seen', `select ${wanted} from inv."größe" where n > 0`, {materialized}),
	view('Twice', 'select id from seen'),
	view('Apart', 'select 1 as id'),
];

for (const materialized of [false, true]) {
	const kind = materialized ? 'materialized view' : 'view';
	test(`a column that a ${kind} of another app shows changes its type, there and back`, {
		skip,
	}, async t => {
		const {workshop, rows} = await workshopOn(t);
		const become = async (n: any, more: object = {}) => {
			workshop.entities({
				shop: [
					defineEntity({
						...{name: 'Size', tableName: 'größe', schema: 'inv'},
						properties: {id: p.integer().primary(), n, ...more},
					} as any),
				],
				till: till(materialized),
			});
			const made = await workshop.make();
			await workshop.migrate();
			assert.deepEqual((await workshop.drift()).drift, []);
			return made;
		};
		await become(p.integer());
		await rows('insert into inv."größe" (n) values (1), (-1)');
		const apart = async () => (await rows("select 'apart'::regclass::oid as id"))[0]!.id;
		const before = await apart();
		const [made, ...others] = await become(p.bigint());
		assert.deepEqual(others, []);
		assert.deepEqual(made!.dependencies, ['shop.0001_initial', 'till.0001_initial']);
		assert.deepEqual(await rows('select id from twice'), [{id: 1}]);
		await workshop.migrate({app: 'shop', name: '0001_initial'});
		assert.deepEqual(await rows('select id from twice'), [{id: 1}]);
		assert.equal(await apart(), before);
		await workshop.migrate();
		await become(p.bigint(), {other: p.integer().nullable()});
		assert.deepEqual(await rows('select id from twice'), [{id: 1}]);
	});
}

test('a view of another app outlives the view that it shows', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	const become = async (where: string) => {
		const Item = defineEntity({name: 'Item', properties: {id: p.integer().primary()}});
		workshop.entities({
			shop: [Item, view('Few', `select id from item where ${where}`)],
			till: [view('Report', 'select id from few')],
		});
		await workshop.make();
		await workshop.migrate();
		assert.deepEqual((await workshop.drift()).drift, []);
	};
	await become('id > 1');
	await rows('insert into item values (1), (2)');
	await become('id < 2');
	assert.deepEqual(await rows('select id from report'), [{id: 1}]);
	await workshop.migrate({app: 'shop', name: '0001_initial'});
	assert.deepEqual(await rows('select id from report'), [{id: 2}]);
});

test('an enum type of two apps is refused, with the type and the apps', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	const entities = (type: string) => {
		const has = (name: string, type: string) =>
			defineEntity({
				name,
				properties: {id: p.integer().primary(), status: p.enum(['a', 'b']).nativeEnumName(type)},
			});
		return {shop: [has('Book', 'status')], till: [has('Bill', type)]};
	};
	workshop.entities(entities('status'));
	await assert.rejects(workshop.make(), {
		code: 'entities',
		message:
			'Entities of shop and of till have the enum type status: a type can belong to one app only.',
		hint: "Give the property in one of them a type of its own: nativeEnumName('till_status').",
	});
	workshop.entities(entities('till_status'));
	await workshop.make();
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	assert.equal((await rows("select typname from pg_type where typtype = 'e'")).length, 2);
});
