import assert from 'node:assert/strict';
import test from 'node:test';
import type {LiteralBody} from '../../../source/migrations/files/literal-body.ts';
import {
	LiteralMigration,
	literalMigration,
} from '../../../source/migrations/files/literal-migration.ts';

class SqliteDriver {}
class MySqlDriver {}

const migration = (body: Partial<LiteralBody>, driver: object = new SqliteDriver()) =>
	new LiteralMigration({isTransactional: true, up: {statements: ['a', 'b']}, ...body}, driver);

test('it sends the statements of one direction, and none after a reset', () => {
	const one = migration({down: {statements: ['c']}});
	one.up();
	assert.deepEqual(one.getQueries(), ['a', 'b']);
	one.reset();
	one.down();
	assert.deepEqual(one.getQueries(), ['c']);
	assert.ok(one.isReversible);
});

test('each database gets its own statements, and an unknown one an error', () => {
	const up = {statements: {SqliteDriver: ['a']}};
	const one = migration({up});
	one.up();
	assert.deepEqual(one.getQueries(), ['a']);
	assert.throws(() => migration({up}, new MySqlDriver()).up(), {
		message: 'There are no statements for MySqlDriver here.',
	});
});

test('a refusal is thrown after the statements before it', () => {
	const one = migration({up: {statements: ['a', 'b'], refusal: {text: 'Copy it.', after: 1}}});
	assert.throws(() => one.up(), {message: 'Copy it.'});
	assert.deepEqual(one.getQueries(), ['a']);
});

test('without down() it cannot be reverted', () => {
	const one = migration({});
	assert.ok(!one.isReversible);
	assert.throws(() => one.down(), {message: 'This migration cannot be reverted'});
});

test('a file that runs code has no literal migration', () => {
	const file = {id: 'a.0001_b', app: 'a', name: '0001_b', path: '/0001_b.ts'};
	const lists = {dependencies: [], replaces: []};
	assert.equal(literalMigration({...file, ...lists, source: 'run();'}, SqliteDriver), undefined);
});
