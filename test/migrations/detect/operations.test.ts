import assert from 'node:assert/strict';
import test from 'node:test';
import {
	entityRenamed,
	operationsOf,
	propertyRenamed,
	slugOf,
} from '../../../source/migrations/detect/operations.ts';
import type {Snapshot} from '../../../source/migrations/schema/snapshot.ts';

const schema = {
	tables: [
		{
			name: 'shop_book',
			entity: 'Book',
			columns: {title: {property: 'title'}, the_price: {property: 'price'}},
		},
	],
} as unknown as Snapshot;

const unchanged = {
	...{addedColumns: {}, removedColumns: {}, changedColumns: {}},
	...{addedIndexes: {}, changedIndexes: {}, removedIndexes: {}},
	...{addedForeignKeys: {}, changedForeignKeys: {}, removedForeignKeys: {}},
};

function sentencesOf(difference: object): string[] {
	return operationsOf(difference as never, schema, schema).map(
		({sign, sentence}) => `${sign} ${sentence}`,
	);
}

function changesOfBook(change: object): string[] {
	return sentencesOf({
		changedTables: {book: {...unchanged, ...change, toTable: {name: 'shop_book'}}},
	});
}

test('tables are called by their entity; a table without one is a table', () => {
	assert.deepEqual(sentencesOf({newTables: {a: {name: 'shop_book'}, b: {name: 'book_tags'}}}), [
		'+ Create entity Book',
		'+ Create table book_tags',
	]);
	assert.deepEqual(sentencesOf({removedTables: {a: {name: 'shop_book'}}}), [
		'- Delete entity Book',
	]);
});

test('columns are called by their property: removed, then added, then altered', () => {
	assert.deepEqual(
		changesOfBook({
			changedColumns: {title: {}},
			addedColumns: {the_price: {}},
			removedColumns: {isbn: {}},
		}),
		[
			'- Remove property isbn from book',
			'+ Add property price to book',
			'~ Alter property title on book',
		],
	);
});

test('an index or key is named only if none of its columns changes', () => {
	const index = {keyName: 'book_title', unique: true, columnNames: ['title']};
	const key = {columnNames: ['the_price']};
	assert.deepEqual(changesOfBook({addedIndexes: {index}, removedForeignKeys: {key}}), [
		'+ Create unique constraint book_title on book',
		'- Remove foreign key price from book',
	]);
	assert.deepEqual(changesOfBook({addedColumns: {title: {}}, addedIndexes: {index}}), [
		'+ Add property title to book',
	]);
});

test('what is removed and added again is altered', () => {
	const index = {keyName: 'by_title', columnNames: ['title']};
	assert.deepEqual(
		changesOfBook({
			addedIndexes: {index},
			removedIndexes: {index},
			changedChecks: {a: {name: 'a'}},
		}),
		['~ Alter index by_title on book', '~ Alter check a on book'],
	);
	const [own, other] = [{name: 'own'}, {name: 'other'}];
	assert.deepEqual(
		changesOfBook({
			addedPolicies: {own},
			removedPolicies: {own, other},
			addedTriggers: {other},
			changedComment: '',
		}),
		[
			'+ Create trigger other on book',
			'~ Alter policy own on book',
			'- Remove policy other from book',
			'~ Alter comment of book',
		],
	);
	assert.deepEqual(
		changesOfBook({addedColumns: {title: {}}, addedChecks: {a: {name: 'a', columnName: 'title'}}}),
		['+ Add property title to book'],
	);
});

test('a column may be named like a member of every object', () => {
	const index = {keyName: 'book_kind', columnNames: ['constructor']};
	assert.deepEqual(changesOfBook({addedIndexes: {index}}), ['+ Create index book_kind on book']);
});

test('a change that fits no other sentence alters constraints', () => {
	assert.deepEqual(changesOfBook({}), ['~ Alter constraints of book']);
});

test('a migration is named after what it does, in at most 40 characters and `and_more`', () => {
	const renamed = propertyRenamed('Book', 'name', 'title');
	assert.equal(slugOf([renamed]), 'rename_name_book_title');
	const entity = entityRenamed('Book', 'Novel');
	assert.equal(slugOf([entity, renamed]), 'rename_book_novel_rename_name_book_title');
	assert.equal(slugOf([entityRenamed('Book', 'Novels'), renamed]), 'rename_book_novels_and_more');
	assert.equal(slugOf([{sign: '+', sentence: '', slug: 'Preis in €'}]), 'preis_in');
	assert.equal(slugOf([]), 'auto');
	assert.equal(slugOf([{sign: '+', sentence: '', slug: '€'}]), 'auto');
	const long = slugOf([{sign: '+', sentence: '', slug: `a ${'ü'.repeat(90)}`}]);
	assert.equal(long, `a_${'ue'.repeat(29)}`);
});
