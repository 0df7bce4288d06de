import assert from 'node:assert/strict';
import test from 'node:test';
import {beforeOpeningFile} from '../../source/mikro-orm/connection.ts';

/** What MikroORM's drivers have of it: 7 makes a dialect, 6 connects. */
function driverThat(name: string, dbName: string, method: string) {
	const connection: Record<string, any> = {
		config: {get: (key: string) => (key === 'dbName' ? dbName : undefined)},
		[method]: (options: object) => ({opened: options}),
	};
	const Driver = {[name]: class {}}[name]!;
	return Object.assign(new Driver(), {getConnection: () => connection});
}

function preparedBy(
	dbName: string,
	options: object = {},
	name = 'SqliteDriver',
	method = 'createKyselyDialect',
) {
	const driver = driverThat(name, dbName, method);
	const files: string[] = [];
	beforeOpeningFile(driver, file => files.push(file));
	assert.deepEqual(driver.getConnection()[method]!(options), {opened: options});
	return files;
}

test('a file is prepared before MikroORM opens it, and nothing else', () => {
	assert.deepEqual(preparedBy('/srv/db.sqlite3'), ['/srv/db.sqlite3']);
	assert.deepEqual(preparedBy('db.sqlite3', {}, 'BetterSqliteDriver', 'connect'), ['db.sqlite3']);
	assert.deepEqual(preparedBy('local.db', {}, 'LibSqlDriver'), ['local.db']);
	assert.deepEqual(preparedBy('file:local.db', {}, 'LibSqlDriver'), ['local.db']);
	for (const memory of ['', ':memory:', 'file::memory:?cache=shared'])
		assert.deepEqual(preparedBy(memory), [], memory);
	for (const url of ['libsql://shop.turso.io', 'http://127.0.0.1:8080', 'wss://shop'])
		assert.deepEqual(preparedBy(url, {}, 'LibSqlDriver'), [], url);
	assert.deepEqual(preparedBy('local.db', {url: 'https://shop'}, 'LibSqlDriver'), []);
	assert.deepEqual(preparedBy('shop', {}, 'PostgreSqlDriver'), []);
});

test('a file that must be there is not made, nor that of a replica, which its server fills', () => {
	for (const options of [
		{readonly: true},
		{fileMustExist: true},
		{syncUrl: 'libsql://shop.turso.io'},
	])
		assert.deepEqual(preparedBy('local.db', options, 'LibSqlDriver'), [], JSON.stringify(options));
});
