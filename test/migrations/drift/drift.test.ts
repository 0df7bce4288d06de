import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {driftFrom} from '../../../source/migrations/drift/drift.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const book = () =>
	defineEntity({name: 'Book', properties: {id: p.integer().primary(), title: p.string()}} as any);

test('an app is compared only after all of its migrations are applied', async t => {
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities({shop: [book()]});
	await workshop.make();
	const reason = '1 migration is not applied';
	assert.deepEqual(await workshop.drift(), {drift: [], skipped: [{app: 'shop', reason}]});
	await workshop.migrate();
	assert.deepEqual(await workshop.drift(), {drift: [], skipped: []});
	await workshop.open((_, {connection}) =>
		connection.execute('alter table book drop column title'),
	);
	const text = 'The column book.title is not in the database.';
	assert.deepEqual((await workshop.drift()).drift, [{app: 'shop', table: 'book', text}]);
});

/** As much of an ORM as compares: a database that differs in this. */
const ormFinding = (difference: object, driverName = 'sqlite'): any => ({
	driverName,
	shortName: ({name}: any) => name,
	introspect: async () => ({}),
	expected: async () => ({getRoutines: () => []}),
	compare: () => ({
		...{newTables: {}, changedTables: {}, removedTables: {}},
		...{newRoutines: {}, changedRoutines: {}, removedRoutines: {}},
		...{newViews: {}, changedViews: {}, removedViews: {}},
		...difference,
	}),
});
const graph: any = {order: []};
const snapshots = new Map([['shop', snapshotOf(tableOf('book', {}))]]);

test('tables of no app are reported on request, except those of Quarterdeck', async () => {
	const removedTables = {a: {name: 'stray'}, b: {name: 'quarterdeck_lock'}};
	const difference = {removedTables, newTables: {c: {name: 'book'}}};
	const texts = async (everything: boolean) =>
		(await driftFrom(ormFinding(difference), graph, snapshots, everything)).map(
			({app, text}) => `${app}: ${text}`,
		);
	const missing = 'shop: The table book is not in the database.';
	assert.deepEqual(await texts(true), [missing, 'null: The table stray is in no migration.']);
	assert.deepEqual(await texts(false), [missing]);
});

test('views are compared except on MySQL, which rewrites them', async () => {
	const difference = {changedViews: {a: {from: {materialized: true}, to: {name: 'book'}}}};
	const count = async (driver: string) =>
		(await driftFrom(ormFinding(difference, driver), graph, snapshots, true)).length;
	assert.deepEqual([await count('postgresql'), await count('mariadb')], [1, 0]);
});
