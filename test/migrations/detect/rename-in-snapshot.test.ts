import assert from 'node:assert/strict';
import test from 'node:test';
import {renameColumn, renameTable} from '../../../source/migrations/detect/rename-in-snapshot.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

const library = () =>
	snapshotOf(
		tableOf('person', {id: 'integer', age: 'integer'}),
		tableOf('book', {id: 'integer', author: 'integer'}, {author: 'person'}),
	);

const orm = (driverName: string): any => ({
	driverName,
	indexName: (table: string, columns: string[], kind: string) => `${table}_${columns}_${kind}`,
});

test('a renamed table keeps the foreign keys to it and from it', () => {
	const snapshot = library();
	const [person, book] = snapshot.tables as [any, any];
	renameTable(snapshot, person, {name: 'author'}, orm('postgresql'));
	renameTable(snapshot, book, {name: 'novel'}, orm('postgresql'));
	const [key] = Object.values<any>(book.foreignKeys);
	assert.deepEqual([key.localTableName, key.referencedTableName], ['novel', 'author']);
	assert.equal(key.constraintName, 'book_author_foreign');
});

test('on SQLite, foreign keys are renamed with the table and the column', () => {
	const snapshot = library();
	const book = snapshot.tables[1]!;
	renameTable(snapshot, book, {name: 'novel'}, orm('sqlite'));
	assert.deepEqual(Object.keys(book.foreignKeys), ['novel_author_foreign']);
	renameColumn(snapshot, book, 'author', 'writer', orm('sqlite'));
	assert.deepEqual(Object.keys(book.foreignKeys), ['novel_writer_foreign']);
});

test('a renamed column is renamed in indexes, and in foreign keys on both sides', () => {
	const snapshot = library();
	const [person, book] = snapshot.tables as [any, any];
	book.indexes.push({columnNames: ['id', 'author']});
	renameColumn(snapshot, book, 'author', 'writer', orm('postgresql'));
	renameColumn(snapshot, person, 'id', 'number', orm('postgresql'));
	assert.deepEqual(Object.keys(book.columns), ['id', 'writer']);
	assert.equal(book.columns.writer.name, 'writer');
	assert.deepEqual(book.indexes[0].columnNames, ['id', 'writer']);
	const [key] = Object.values<any>(book.foreignKeys);
	assert.deepEqual([key.columnNames, key.referencedColumnNames], [['writer'], ['number']]);
});

test('of two tables of one name, the one in the schema is renamed or moved', () => {
	const snapshot = snapshotOf(
		{...tableOf('doc', {id: 'integer'}), schema: 'public'},
		{...tableOf('doc', {id: 'integer'}), schema: 'archive'},
		tableOf('note', {one: 'integer', two: 'integer'}, {one: 'public.doc', two: 'archive.doc'}),
	);
	const [first, second, note] = snapshot.tables as [any, any, any];
	renameTable(snapshot, second, {name: 'paper', schema: 'attic'}, orm('postgresql'));
	renameColumn(snapshot, second, 'id', 'number', orm('postgresql'));
	assert.deepEqual([first.schema, first.name], ['public', 'doc']);
	assert.deepEqual([second.schema, second.name], ['attic', 'paper']);
	assert.deepEqual(
		Object.values<any>(note.foreignKeys).map(key => [
			key.referencedTableName,
			...key.referencedColumnNames,
		]),
		[
			['public.doc', 'id'],
			['attic.paper', 'number'],
		],
	);
});
