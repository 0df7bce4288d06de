import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {loadGraph} from '../../source/migrations/graph/state.ts';
import {fakeInitial} from '../../source/migrations/migrate/fake-initial.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeWorkshop} from '../support/workshop.ts';

const [server] = servers.filter(({driver}) => driver === 'postgresql');
const skip = server ? skipWithout('a PostgreSQL server', isThere(server)) : 'no PostgreSQL server';

/** An entity over a table in a schema. */
function entity(name: string, table: string, properties: Record<string, unknown>): any {
	const [tableName, schema] = table.split('.').toReversed();
	return defineEntity({
		...{name, tableName, schema},
		properties: {id: p.integer().primary(), ...properties},
	} as any);
}

/** A workshop on a database of its own, and the rows that a query finds there. */
async function workshopOn(t: test.TestContext) {
	const {name, rows} = await makeDatabase(t, server!);
	return {workshop: makeWorkshop(t, ['shop'], {...server!, name}), rows};
}

test('of two tables of one name, only the one that changes is filled', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	const both = (old: any) => [
		entity('Doc', 'doc', {name: p.string()}),
		entity('OldDoc', 'archive.doc', {name: old}),
	];
	workshop.entities({shop: both(p.string().nullable())});
	await workshop.make();
	await workshop.migrate();
	await rows("insert into doc (name) values ('mine'); insert into archive.doc values (1, null)");
	workshop.entities({shop: both(p.string())});
	await workshop.make({defaults: {'shop.olddoc.name': "'filled'"}});
	await workshop.migrate();
	assert.deepEqual(await rows('select name from doc union all select name from archive.doc'), [
		{name: 'mine'},
		{name: 'filled'},
	]);
	assert.deepEqual((await workshop.drift()).drift, []);
});

test('a column and a table in a schema are renamed, and back again', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	const names = (table: string, a: string) => {
		const Doc = entity('Doc', 'doc', {[a]: p.string()});
		const Old = entity('Old', table, {
			[a]: p.string().check(`${a} <> ''`),
			doc: () => p.manyToOne(Doc),
		});
		return {shop: [Doc, Old, entity('Note', 'inv.note', {old: () => p.manyToOne(Old)})]};
	};
	workshop.entities(names('inv.doc', 'a'));
	await workshop.make();
	await workshop.migrate();
	await rows("insert into doc values (1, 'x'); insert into inv.doc values (1, 'y', 1)");
	await rows('insert into inv.note values (1, 1)');
	workshop.entities(names('inv.paper', 'b'));
	await workshop.make({
		renames: {'shop.old': 'Old', 'shop.old.a': 'b', 'shop.doc.a': 'b'},
	});
	await workshop.migrate();
	assert.deepEqual((await workshop.drift()).drift, []);
	assert.deepEqual(await rows('select b from inv.paper'), [{b: 'y'}]);
	await workshop.migrate({app: 'shop', name: '0001_initial'});
	assert.deepEqual(await rows('select a from inv.doc union all select a from doc'), [
		{a: 'y'},
		{a: 'x'},
	]);
});

test('an entity moves to another schema with its rows, and back again', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	const entities = (table: string) => {
		const A = entity('A', table, {name: p.string().unique()});
		return {
			shop: [A, entity('B', 'b', {a: () => p.manyToOne(A)}), entity('C', 'c.a', {n: p.integer()})],
		};
	};
	const [first, ...places] = ['inv.a', 'archive.a', 'a', 'archive.paper', 'inv.doc'] as const;
	workshop.entities(entities(first));
	await workshop.make();
	await workshop.migrate();
	await rows("insert into inv.a values (1, 'x'); insert into b values (1, 1)");
	for (const place of places) {
		workshop.entities(entities(place));
		const [made] = await workshop.make({renames: {'shop.a': 'A'}});
		assert.match(made!.operations[0]!.sentence, /^Rename table of a from \S+ to \S+$/);
		await workshop.migrate();
		assert.deepEqual((await workshop.drift()).drift, []);
		assert.deepEqual(await rows(`select name from ${place}`), [{name: 'x'}]);
	}
	for (const place of ['archive.paper', 'a', 'archive.a', 'inv.a']) {
		const {length} = places.slice(0, places.indexOf(place as any) + 1);
		const name = (await rows('select name from mikro_orm_migrations order by id')).at(length)!.name;
		await workshop.migrate({app: 'shop', name: name.slice('shop.'.length)});
		assert.deepEqual(await rows(`select name from ${place}`), [{name: 'x'}]);
	}
});

test('a table moves to where the names of its key, indexes and sequence are taken', {
	skip,
}, async t => {
	const {name, rows} = await makeDatabase(t, server!);
	const workshop = makeWorkshop(t, ['shop', 'till'], {...server!, name});
	const doc = (name: string, table: string) => {
		const [tableName, schema] = table.split('.').toReversed();
		return defineEntity({
			...{name, tableName, schema},
			properties: {id: p.integer().primary(), title: p.string().unique(), n: p.integer().index()},
			indexes: [
				{name: `${tableName}_some`, properties: ['n'], where: 'n > 0'},
				{
					name: `${tableName}_text`,
					expression: `create index ${tableName}_text on ${table} (lower(title))`,
				},
			],
		} as any);
	};
	const entities = (place: string) => {
		const Moved = doc('Moved', place);
		const Note = entity('Note', 'note', {doc: () => p.manyToOne(Moved)});
		return {shop: [doc('Doc', 'old.doc'), Moved, Note], till: [doc('Bill', 'till.doc')]};
	};
	const start = 'archive.doc';
	workshop.entities(entities(start));
	await workshop.make();
	await workshop.migrate();
	await rows("insert into archive.doc (title, n) values ('x', 1); insert into note values (1, 1)");
	const places = ['old.paper', 'till.sheet', 'archive.doc', 'inv.doc'];
	const made: string[] = ['0001_initial'];
	for (const place of places) {
		workshop.entities(entities(place));
		const [one] = await workshop.make({renames: {'shop.moved': 'Moved'}});
		made.push(one!.name);
		await workshop.migrate();
		assert.deepEqual((await workshop.drift()).drift, []);
		assert.deepEqual(await rows(`select title, n from ${place}`), [{title: 'x', n: 1}]);
		const [{key, sequence}] = (await rows(
			`select (select conname from pg_constraint where conrelid = '${place}'::regclass and contype = 'p') as key,
			pg_get_serial_sequence('${place}', 'id') as sequence`,
		)) as any;
		const table = place.split('.')[1];
		assert.deepEqual([key, sequence.split('.')[1]], [`${table}_pkey`, `${table}_id_seq`]);
	}
	for (const place of [start, ...places.slice(0, -1)].toReversed()) {
		made.pop();
		await workshop.migrate({app: 'shop', name: made.at(-1)!});
		assert.deepEqual(await rows(`select title, n from ${place}`), [{title: 'x', n: 1}]);
		const [{count}] = (await rows(
			`select count(*)::int from pg_indexes where indexname like '%moved%'`,
		)) as any;
		assert.equal(count, 0);
	}
	workshop.entities(entities(start));
	assert.deepEqual(
		(await workshop.drift()).drift.map(({text}) => text),
		[],
	);
});

test('one of two tables of one name is deleted, and the other stays', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	const [here, there] = [entity('Here', 'doc', {}), entity('There', 'archive.doc', {})];
	for (const kept of [there, here]) {
		workshop.entities({shop: [here, there]});
		await workshop.make();
		await workshop.migrate();
		workshop.entities({shop: [kept]});
		const [made] = await workshop.make();
		await workshop.migrate();
		assert.match(made!.operations[0]!.sentence, /^Delete entity/);
		assert.deepEqual((await workshop.drift()).drift, []);
		const left = await rows("select schemaname from pg_tables where tablename = 'doc'");
		assert.deepEqual(left, [{schemaname: kept === here ? 'public' : 'archive'}]);
	}
});

test('--fake-initial looks for a table in its schema', {skip}, async t => {
	const {workshop, rows} = await workshopOn(t);
	workshop.entities({shop: [entity('Item', 'inv.größe "x"', {n: p.string()})]});
	await workshop.make();
	const marked = () =>
		workshop.open(async (_, orm) => {
			const {order} = await loadGraph(workshop.project);
			const steps = order.map(file => ({file, direction: 'forwards'}) as const);
			return (await fakeInitial(workshop.project, orm, steps)).map(({fake}) => fake ?? false);
		});
	await rows('create table "größe ""x""" (id int)');
	assert.deepEqual(await marked(), [false]);
	await rows('create schema inv; create table inv."größe ""x""" (id int, n varchar(255))');
	assert.deepEqual(await marked(), [true]);
	await rows('alter table inv."größe ""x""" drop column n');
	await assert.rejects(marked(), {
		code: 'fake-initial',
		message: /^The tables .*inv\..* has no column n/,
	});
});
