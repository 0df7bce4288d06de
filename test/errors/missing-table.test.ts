import assert from 'node:assert/strict';
import test from 'node:test';
import {missingFromDatabase} from '../../source/errors/missing-table.ts';

const table = {kind: 'table', name: 'auth_user'};
const column = {kind: 'column', name: 'is_active'};

for (const [database, message, expected] of [
	['SQLite', 'select `u0`.* from `auth_user` - no such table: auth_user', table],
	['SQLite', 'delete from x - no such table: main.auth_user', table],
	['SQLite', 'select is_active - no such column: u0.is_active', column],
	['SQLite', 'insert - table auth_user has no column named is_active', column],
	['PostgreSQL', 'relation "auth_user" does not exist', table],
	['PostgreSQL', 'relation "public.auth_user" does not exist', table],
	['PostgreSQL', 'column u0.is_active does not exist', column],
	['PostgreSQL', 'column "is_active" of relation "auth_user" does not exist', column],
	['MariaDB', "(conn:1, no: 1146, SQLState: 42S02) Table 'shop.auth_user' doesn't exist", table],
	['MySQL', "Unknown column 'u0.is_active' in 'field list'", column],
] as const) {
	test(`what ${database} lacks: ${message}`, () => {
		assert.deepEqual(missingFromDatabase(new Error(message)), expected);
		assert.deepEqual(missingFromDatabase(new Error('x', {cause: new Error(message)})), expected);
	});
}

test('other errors name no table or column', () => {
	for (const error of [new Error('syntax error'), undefined, null, 'text', new Error()]) {
		assert.equal(missingFromDatabase(error), undefined);
	}
});
