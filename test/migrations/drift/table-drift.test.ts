import assert from 'node:assert/strict';
import test from 'node:test';
import {driftOfTable} from '../../../source/migrations/drift/table-drift.ts';

const orm: any = {typeOf: ({type}: any) => type, shortName: ({name}: any) => name};
const parts = ['Columns', 'Indexes', 'Checks', 'ForeignKeys', 'Triggers', 'Policies'];
const unchanged = Object.fromEntries(
	parts.flatMap(part => ['added', 'removed', 'changed'].map(kind => [`${kind}${part}`, {}])),
);

function textsOf(change: object, byHand = (_: string) => false): string[] {
	const all = {...unchanged, renamedIndexes: {}, toTable: {name: 'book'}, ...change};
	return driftOfTable(all, orm, byHand).map(({text}) => text);
}

test('what the database lacks, what no migration makes and what is different are named', () => {
	assert.deepEqual(
		textsOf({
			addedColumns: {isbn: {}},
			removedColumns: {price: {}},
			addedChecks: {grown: {}},
			removedTriggers: {audit: {}},
			changedForeignKeys: {author: {}},
		}),
		[
			'The column book.isbn is not in the database.',
			'The column book.price is in no migration.',
			'The check grown of book is not in the database.',
			'The foreign key author of book is different in the database.',
			'The trigger audit is in no migration.',
		],
	);
	assert.deepEqual(textsOf({}), []);
});

test('a renamed index is one that is missing and one that is unknown', () => {
	assert.deepEqual(textsOf({renamedIndexes: {old: {keyName: 'new'}}}), [
		'The index new of book is not in the database.',
		'The index old is in no migration.',
	]);
});

test('what a migration makes with SQL by hand is no drift', () => {
	const change = {removedColumns: {price: {}}, removedIndexes: {old: {}, other: {}}};
	assert.deepEqual(
		textsOf(change, name => name !== 'other'),
		['The index other is in no migration.'],
	);
});

test('a changed column is described on both sides by what differs', () => {
	const changed = (fromColumn: object, column: object, ...properties: string[]) => {
		const change = {fromColumn, column, changedProperties: new Set(properties)};
		return textsOf({changedColumns: {a: change}});
	};
	assert.deepEqual(
		changed(
			{type: 'int', nullable: true},
			{name: 'a', type: 'text', default: "'x'"},
			...['type', 'nullable', 'default'],
		),
		[
			"The column book.a is int null without default in the database, text not null default 'x' in the migrations.",
		],
	);
	const [escaped, plain] = ["'a\\nb'::text", "'a\nb'"];
	assert.deepEqual(changed({default: escaped}, {name: 'a', default: plain}, 'default'), []);
	const decimal = {name: 'a', type: 'numeric(8,2)', default: "'1.50'"};
	assert.deepEqual(changed({...decimal, default: '1.50'}, decimal, 'default'), []);
	assert.deepEqual(
		changed({...decimal, default: '1.50'}, {...decimal, comment: 'it'}, 'default', 'comment'),
		[
			'The column book.a is numeric(8,2) comment null in the database, numeric(8,2) comment "it" in the migrations.',
		],
	);
});
