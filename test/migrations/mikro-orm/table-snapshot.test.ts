import assert from 'node:assert/strict';
import test from 'node:test';
import {tableSnapshot} from '../../../source/migrations/mikro-orm/table-snapshot.ts';

const table = {
	name: 'book',
	columns: {author_id: {name: 'author_id', type: 'integer'}, id: {name: 'id', type: 'integer'}},
};
const props = [
	{name: 'id', fieldNames: ['id']},
	{name: 'author', fieldNames: ['author_id']},
	{name: 'writer', fieldNames: ['author_id']},
	{name: 'tags'},
];

test('columns are in the given order, and name their property where it differs', () => {
	const entities = new Map([['book', {className: 'Book', props}]]);
	const snapshot = tableSnapshot(table, ['id', 'author_id'], entities);
	assert.equal(snapshot.entity, 'Book');
	assert.deepEqual(Object.entries(snapshot.columns), [
		['id', {name: 'id', type: 'integer'}],
		['author_id', {name: 'author_id', property: 'author', type: 'integer'}],
	]);
	assert.deepEqual([snapshot.indexes, snapshot.foreignKeys], [[], {}]);
});

test('a table without an entity, or of a relation, is called by its own name', () => {
	assert.equal(tableSnapshot(table, ['id'], new Map()).entity, 'book');
	const pivot = new Map([['book', {className: 'BookTags', pivotTable: true}]]);
	assert.equal(tableSnapshot(table, ['id'], pivot).entity, 'book');
});
