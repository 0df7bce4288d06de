import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {entityBench} from '../../support/entities.ts';

const id = p.integer().primary();
const Author = defineEntity({name: 'Author', properties: {id, fullName: p.string()}});
const Tag = defineEntity({name: 'Tag', properties: {id}});
const Book = defineEntity({
	name: 'Book',
	properties: {
		id,
		title: p.string(),
		author: () => p.manyToOne(Author),
		tags: () => p.manyToMany(Tag).owner(),
	},
});

test('an app has the tables of its entities, and the pivot tables that they own', async t => {
	const {engine, app} = await entityBench(t, {books: [Book, Tag], people: [Author]});
	const tables = (label: string) =>
		engine.target
			.of(app(label))
			.getTables()
			.map(({name}: {name: string}) => name)
			.sort();
	assert.deepEqual(tables('books'), ['book', 'book_tags', 'tag']);
	assert.deepEqual(tables('people'), ['author']);
	assert.deepEqual(
		['author', 'book_tags', 'public.book_tags'].map(table => engine.target.ownerOf(table)),
		['people', 'books', undefined],
	);
});

test('a snapshot has tables by name, columns in the order of the properties, and no classes', async t => {
	const {engine, app} = await entityBench(t, {books: [Book, Tag], people: [Author]});
	const snapshot = engine.target.snapshotOf(app('books'), '0001_initial');
	assert.equal(snapshot.head, '0001_initial');
	assert.deepEqual(
		snapshot.tables.map(({name, entity}) => [name, entity]),
		[
			['book', 'Book'],
			['book_tags', 'book_tags'],
			['tag', 'Tag'],
		],
	);
	assert.deepEqual(Object.keys(snapshot.tables[0]!.columns), ['id', 'title', 'author_id']);
	assert.equal((snapshot.tables[0]!.columns.author_id as any).property, 'author');
	assert.deepEqual(JSON.parse(JSON.stringify(snapshot)).tables.length, 3);
});

test('the schema of all entities is there as MikroORM writes it', async t => {
	const {engine} = await entityBench(t, {books: [Book, Tag], people: [Author]});
	const names = engine.target.json.tables.map(({name}: {name: string}) => name);
	assert.deepEqual(names.sort(), ['author', 'book', 'book_tags', 'tag']);
});
