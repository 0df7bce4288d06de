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
	renameTable(snapshot, person, 'author', 'postgresql');
	renameTable(snapshot, book, 'novel', 'postgresql');
	const [key] = Object.values<any>(book.foreignKeys);
	assert.deepEqual([key.localTableName, key.referencedTableName], ['novel', 'author']);
	assert.equal(key.constraintName, 'book_author_foreign');
});

test('on SQLite, foreign keys are renamed with the table and the column', () => {
	const snapshot = library();
	const book = snapshot.tables[1]!;
	renameTable(snapshot, book, 'novel', 'sqlite');
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

test('in expressions the word is replaced, in texts and longer words it is not', () => {
	const snapshot = library();
	const person = snapshot.tables[0]!;
	person.checks.push({name: 'grown', columnName: 'age', expression: "age > 1 or ages = 'age'"});
	person.columns.id!.generated = 'age * 2';
	renameColumn(snapshot, person, 'age', '$&', orm('postgresql'));
	assert.deepEqual(person.checks, [
		{name: 'grown', columnName: '$&', expression: "$& > 1 or ages = 'age'"},
	]);
	assert.equal(person.columns.id!.generated, '$& * 2');
});
