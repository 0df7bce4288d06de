import assert from 'node:assert/strict';
import test from 'node:test';
import {dropSameExpressions} from '../../../source/migrations/drift/stored-expressions.ts';

/** A database that answers with these texts, and notes the statements. */
function database(driverName: string, answer: (sql: string, values: unknown[]) => any[]) {
	const sent: string[] = [];
	const connection = {
		begin: async () => 'transaction',
		rollback: async () => void sent.push('rollback'),
		execute: async (sql: string, values: unknown[]) => {
			sent.push(sql);
			return answer(sql, values);
		},
	};
	return {sent, orm: {driverName, connection} as any};
}

const change = (): any => ({
	toTable: {getQuotedName: () => '"book"'},
	changedChecks: {grown: {expression: 'age between 1 and 2'}},
	changedTriggers: {},
	// As MikroORM makes a generated column anew.
	removedColumns: {twice: {type: 'int', generated: '((age * 2)) stored'}},
	addedColumns: {twice: {type: 'int', generated: '(age * 2) stored'}},
	changedColumns: {
		title: {column: {type: 'text'}, changedProperties: new Set(['generated'])},
	},
});

test('an expression that the database writes alike is no difference', async () => {
	const {orm, sent} = database('postgresql', () => [{text: 'the same'}]);
	const book = change();
	await dropSameExpressions(book, orm);
	assert.deepEqual(
		[Object.keys(book.changedChecks), Object.keys(book.changedColumns)],
		[[], ['title']],
	);
	assert.equal(sent.at(-1), 'rollback');
	assert.equal(sent.filter(sql => sql.startsWith('create temporary table')).length, 2);
});

test('an expression that the database writes otherwise stays', async () => {
	const {orm} = database('postgresql', (_, [table]) => [{text: String(table)}]);
	const book = change();
	await dropSameExpressions(book, orm);
	assert.deepEqual(Object.keys(book.changedChecks), ['grown']);
	assert.deepEqual(Object.keys(book.changedColumns), ['title', 'twice']);
	assert.deepEqual([book.addedColumns, book.removedColumns], [{}, {}]);
});

test('an expression that cannot be compared counts as the same', async () => {
	const {orm} = database('postgresql', () => {
		throw new Error('cannot execute in a read-only transaction');
	});
	const book = change();
	await dropSameExpressions(book, orm);
	assert.deepEqual(Object.keys(book.changedChecks), []);
});

test('SQLite keeps the text, so its expressions are left alone', async () => {
	const {orm, sent} = database('sqlite', () => []);
	const book = change();
	await dropSameExpressions(book, orm);
	assert.deepEqual([book.changedChecks.grown !== undefined, sent], [true, []]);
});
