import assert from 'node:assert/strict';
import test from 'node:test';
import {
	droppedBy,
	newlyReferenced,
	withoutKeysTo,
	withoutNewKeysTo,
} from '../../../source/migrations/detect/cross-app-foreign-keys.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

const orm: any = {target: {ownerOf: (table: string) => ({person: 'people', book: 'shop'})[table]}};
const to = (table: string) => ({[`to_${table}`]: {referencedTableName: table}});
const nothing = {newTables: {}, changedTables: {}, removedTables: {}, orphanedForeignKeys: []};
const library = () =>
	snapshotOf(tableOf('book', {a: 'integer', b: 'integer'}, {a: 'person', b: 'book'}));

test('only new and changed keys to tables of other apps are references', () => {
	const changed = {addedForeignKeys: to('person'), changedForeignKeys: to('book')};
	const newTable = {getForeignKeys: () => to('unknown')};
	const difference = {...nothing, newTables: {a: newTable}, changedTables: {b: changed}};
	assert.deepEqual(newlyReferenced(difference, 'shop', orm), ['people']);
	assert.deepEqual(newlyReferenced(difference, 'people', orm), ['shop']);
});

test('dropped tables and dropped keys release the tables that they refer to', () => {
	const difference = {
		...nothing,
		removedTables: {a: {name: 'pen', getForeignKeys: () => to('person')}},
		changedTables: {b: {removedForeignKeys: to('public.book')}},
		orphanedForeignKeys: [{referencedTableName: 'city'}],
	};
	const {removed, released} = droppedBy(difference);
	assert.deepEqual([removed, released], [['pen'], ['person', 'public.book', 'city']]);
});

test('a schema without the keys to some tables keeps the others, and is a copy', () => {
	const before = library();
	const [table] = withoutKeysTo(before, ['person']).tables;
	assert.deepEqual(Object.keys(table!.foreignKeys), ['book_b_foreign']);
	assert.deepEqual(before, library());
});

test('keys that were there before are kept, also to tables of other apps', () => {
	const isForeign = (table: string) => table === 'person';
	const keysOf = (before: ReturnType<typeof library>) =>
		Object.keys(withoutNewKeysTo(library(), before, isForeign).tables[0]!.foreignKeys);
	assert.deepEqual(keysOf(snapshotOf()), ['book_b_foreign']);
	assert.deepEqual(keysOf(library()), ['book_a_foreign', 'book_b_foreign']);
});
