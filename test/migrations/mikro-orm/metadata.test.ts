import assert from 'node:assert/strict';
import test from 'node:test';
import {
	entitiesByTable,
	ownersOf,
	quoteTexts,
} from '../../../source/migrations/mikro-orm/metadata.ts';

const ormOf = (...all: object[]) => ({
	config: new Map([['schema', undefined]]),
	getMetadata: () => ({getAll: () => new Map(all.map((meta, index) => [index, meta]))}),
});

test('of two entities over one table, the first counts', () => {
	const [first, second] = ['Book', 'Novel'].map(className => ({className, tableName: 'book'}));
	assert.equal(entitiesByTable(ormOf(first!, second!)).get('book'), first);
});

test('a quote in a default is doubled, once', () => {
	const property = {default: "it's", defaultRaw: "'it's'"};
	const untouched = {default: 7, defaultRaw: '7'};
	quoteTexts([{props: [property, untouched]}, {}], false);
	quoteTexts([{props: [property]}], false);
	assert.equal(property.defaultRaw, "'it''s'");
	assert.equal(untouched.defaultRaw, '7');
});

test('MySQL and MariaDB read a backslash as an escape, and have the values of an enum in its type', () => {
	const path = {default: 'C:\\new', defaultRaw: "'C:\\new'"};
	const state = {items: ["it's", 'a\\b'], columnTypes: ["enum('it's','a\\b')"]};
	const entities = [{props: [path, state]}];
	for (let times = 0; times < 2; times++) quoteTexts(entities, true);
	assert.equal(path.defaultRaw, "'C:\\\\new'");
	assert.deepEqual(state.columnTypes, ["enum('it''s','a\\\\b')"]);
	const other = {default: 'C:\\new', defaultRaw: "'C:\\new'"};
	quoteTexts([{props: [other]}], false);
	assert.equal(other.defaultRaw, "'C:\\new'");
});

test('a table belongs to the app of its entity, or of the root of its hierarchy', () => {
	const book = {className: 'Book', tableName: 'book'};
	const novel = {className: 'Novel', tableName: 'book', root: book};
	const orm = ormOf(book, novel, {
		className: 'book_tags',
		tableName: 'book_tags',
		pivotTable: true,
	});
	const owners = ownersOf(orm, new Map([['books', [{name: 'Book'}]]]));
	assert.deepEqual([...owners], [['book', 'books']]);
});

test('a pivot table belongs to the owner of the relation', () => {
	const pivot = class {};
	const tags = {pivotEntity: pivot, owner: true};
	const orm = ormOf(
		{
			className: 'book_tags',
			tableName: 'book_tags',
			schema: 'shop',
			pivotTable: true,
			class: pivot,
		},
		{className: 'Tag', tableName: 'tag', props: [{pivotEntity: pivot}]},
		{className: 'Book', tableName: 'book', props: [tags]},
	);
	const entities = new Map([
		['tags', [{meta: {className: 'Tag'}}]],
		['books', [{meta: {className: 'Book'}}]],
	]);
	assert.equal(ownersOf(orm, entities).get('shop.book_tags'), 'books');
});
