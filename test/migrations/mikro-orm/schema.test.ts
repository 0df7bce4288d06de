import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {withoutGuesses} from '../../../source/migrations/mikro-orm/schema.ts';
import {emptySnapshot} from '../../../source/migrations/schema/snapshot.ts';
import {entityBench} from '../../support/entities.ts';

const Author = defineEntity({name: 'Author', properties: {id: p.integer().primary()}});
const Book = defineEntity({
	name: 'Book',
	indexes: [{properties: ['title']}],
	uniques: [{properties: ['title', 'author']}],
	checks: [{name: 'old', expression: 'year > 1450'}],
	properties: {
		id: p.integer().primary(),
		title: p.string().length(80).default("it's"),
		year: p.integer().nullable(),
		author: () => p.manyToOne(Author).deleteRule('cascade'),
	},
});

test('a schema that was written down and read again is the same', async t => {
	const {engine, app} = await entityBench(t, {shop: [Author, Book]});
	const snapshot = JSON.parse(JSON.stringify(engine.target.snapshotOf(app('shop'), null)));
	const difference = engine.compare(engine.schemaFrom(snapshot), engine.target.of(app('shop')));
	assert.deepEqual(engine.sqlOf(difference), []);
	const sql = engine.sqlOf(
		engine.compare(engine.schemaFrom(emptySnapshot()), engine.schemaFrom(snapshot)),
	);
	assert.match(sql.join('\n'), /create table `book` .*check \(year > 1450\)/);
	assert.match(sql.join('\n'), /references `author` \(`id`\) on delete cascade/);
});

test('a key of two columns is the key of the table, and of neither column', async t => {
	const Page = defineEntity({
		name: 'Page',
		properties: {book: p.integer().primary(), number: p.integer().primary()},
	});
	const {engine, app} = await entityBench(t, {shop: [Page]});
	const snapshot = engine.target.snapshotOf(app('shop'), null);
	const [create] = engine.sqlOf(
		engine.compare(engine.schemaFrom(emptySnapshot()), engine.schemaFrom(snapshot)),
	);
	assert.match(create!, /primary key \(`book`, `number`\)/);
	assert.equal(create!.match(/primary key/g)?.length, 1);
});

test('a column that MikroORM takes for renamed is dropped and added, until somebody is asked', async t => {
	const of = (name: string) =>
		defineEntity({name: 'Note', properties: {id: p.integer().primary(), [name]: p.string()}});
	const before = await entityBench(t, {shop: [of('text')]});
	const {engine, app, internals} = await entityBench(t, {shop: [of('body')]});
	const snapshot = before.engine.target.snapshotOf(before.app('shop'), null);
	const {library, platform} = internals;
	const difference = new library.SchemaComparator(platform).compare(
		engine.schemaFrom(snapshot),
		engine.target.of(app('shop')),
	);
	const {note} = difference.changedTables;
	assert.deepEqual(Object.keys(note.renamedColumns), ['text']);
	withoutGuesses(difference);
	assert.deepEqual([note.renamedColumns, note.removedColumns, note.addedColumns].map(Object.keys), [
		[],
		['text'],
		['body'],
	]);
});
