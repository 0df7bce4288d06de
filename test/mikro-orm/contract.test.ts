/** What `source/mikro-orm/` relies on that MikroORM does not document. It holds for 7.2.1. */
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import * as core from '@mikro-orm/core';
import {Configuration, defineEntity, EntitySchema, p} from '@mikro-orm/core';
import * as fsUtils from '@mikro-orm/core/fs-utils';
import {Entity} from '@mikro-orm/decorators/es';
import {MariaDbDriver} from '@mikro-orm/mariadb';
import {PostgreSqlDriver} from '@mikro-orm/postgresql';
import {MikroORM, SqliteDriver} from '@mikro-orm/sqlite';
import {
	connectionOptions,
	connectWith,
	copyOf,
	isInTransaction,
	openSqliteFile,
	passwordIn,
} from '../../source/mikro-orm/connection.ts';
import {driverName} from '../../source/mikro-orm/driver-name.ts';
import {isEntityClass, isSchema} from '../../source/mikro-orm/entity.ts';
import {leaveAsFound} from '../../source/mikro-orm/leave-as-found.ts';
import {
	completeOptions,
	filesMatching,
	loadWith,
	readsTypeScript,
} from '../../source/mikro-orm/options.ts';
import {noExtensions, withoutInstances} from '../../source/mikro-orm/schema-only.ts';
import {temporaryFolder} from '../support/project.ts';

const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), title: p.string()},
});

async function openSqlite(
	t: TestContext,
	library: typeof MikroORM = MikroORM,
	dbName = ':memory:',
) {
	const orm = await library.init({dbName, entities: [Book], extensions: noExtensions});
	t.after(() => orm.close(true));
	return orm;
}

test('the contract is with MikroORM 7.2.1', async () => {
	const {default: core} = await import('@mikro-orm/core/package.json', {with: {type: 'json'}});
	assert.equal(core.version, '7.2.1');
});

test('a driver connects without entities, to the database of a copied configuration', async t => {
	const dbName = path.join(temporaryFolder(t), 'shop.db');
	const orm = await openSqlite(t, MikroORM, dbName);
	const connection = await connectWith(copyOf(orm.config, {logger: () => {}}));
	await connection.query('create table note (text text)');
	await connection.query('insert into note values (?)', ['ahoy']);
	assert.deepEqual(await connection.query('select * from note'), [{text: 'ahoy'}]);
	await connection.close();
	assert.equal(await openSqliteFile(orm), dbName);
	assert.equal(await orm.isConnected(), true, 'the ORM keeps its own connection');
});

test('reads the database of a configuration, with a password from a function', async () => {
	const clientUrl = 'postgresql://ann@db.local:5433/shop';
	const config = new Configuration({
		entities: [Book],
		driver: PostgreSqlDriver,
		clientUrl,
		password: () => 'secret',
	});
	const {host, port, user, database} = connectionOptions(config);
	assert.deepEqual([host, port, user, database], ['db.local', 5433, 'ann', 'shop']);
	assert.equal(await passwordIn(config), 'secret');
});

test('an open transaction of SQLite is seen', async t => {
	const orm = await openSqlite(t);
	assert.equal(isInTransaction(orm), false);
	await orm.em.fork().transactional(async () => {
		assert.equal(isInTransaction(orm), true);
	});
	assert.equal(isInTransaction(orm), false);
});

test('a driver is found by its class, or by one that it extends', () => {
	class OwnDriver extends SqliteDriver {}
	assert.equal(driverName(OwnDriver), 'sqlite');
	assert.equal(driverName(MariaDbDriver), 'mariadb');
	assert.equal(driverName(class {}), undefined);
});

test('the schema generator and the pragmas are set back after work', async t => {
	const orm = await openSqlite(t);
	const platform = (orm.driver as any).getPlatform();
	const {schemaHelper} = platform;
	await leaveAsFound(orm, async () => {
		platform.schemaHelper = undefined;
		await orm.driver.execute('pragma foreign_keys = off');
	});
	assert.equal(platform.schemaHelper, schemaHelper);
	assert.deepEqual(await orm.driver.execute('pragma foreign_keys'), [{foreign_keys: 1}]);
});

test('an ORM without instances writes the same schema', async t => {
	const whole = await openSqlite(t);
	const schemaOnly = await openSqlite(t, withoutInstances(MikroORM));
	const sql = await schemaOnly.schema.getCreateSchemaSQL();
	assert.match(sql, /create table `book`/);
	assert.equal(sql, await whole.schema.getCreateSchemaSQL());
});

test('entities are distinguished from other classes', () => {
	class Ship {}
	const schema = new EntitySchema({class: Ship, properties: {id: {type: 'number', primary: true}}});
	class Decorated {}
	Entity()(Decorated, {metadata: {}} as ClassDecoratorContext<typeof Decorated>);
	assert.deepEqual([Book, schema, Ship].map(isSchema), [true, true, false]);
	assert.deepEqual([Ship, Decorated, class {}, Book].map(isEntityClass), [
		true,
		true,
		false,
		false,
	]);
});

test('the environment and a driver override a config, and a list of it stays', async t => {
	process.env.MIKRO_ORM_DB_NAME = 'named.db';
	t.after(() => delete process.env.MIKRO_ORM_DB_NAME);
	const config = {dbName: 'own.db', entities: [Book], migrations: {path: './steps'}};
	const options = await completeOptions(core, config, SqliteDriver);
	assert.equal(options.dbName, 'named.db');
	assert.equal(options.driver, SqliteDriver);
	assert.deepEqual([options.entities, options.migrations.path], [[Book], './steps']);
	assert.ok(options.extensions.length > 0, 'the packages are loaded');
	assert.equal(config.dbName, 'own.db');
});

test('TypeScript is read if the environment allows it', t => {
	const {argv} = process;
	t.after(() => {
		process.argv = argv;
		delete process.env.MIKRO_ORM_CLI_ALWAYS_ALLOW_TS;
	});
	process.argv = ['node'];
	assert.ok(!readsTypeScript(core));
	process.env.MIKRO_ORM_CLI_ALWAYS_ALLOW_TS = '1';
	assert.ok(readsTypeScript(core));
});

test('what MikroORM imports is loaded with a function of ours, unless there is one', async t => {
	// MikroORM sets its own one while it is imported.
	const global = globalThis as {dynamicImportProvider?: unknown};
	const own = global.dynamicImportProvider;
	t.after(() => {
		global.dynamicImportProvider = own;
	});
	global.dynamicImportProvider = undefined;
	loadWith(id => ({id}));
	loadWith(() => assert.fail('the first one stays'));
	assert.deepEqual(await fsUtils.fs.dynamicImport('/book.js'), {id: 'file:///book.js'});
});

test('files are found as MikroORM finds them', async t => {
	const folder = temporaryFolder(t);
	for (const name of ['b.ts', 'a.js', 'c.txt']) writeFileSync(path.join(folder, name), '');
	await fsUtils.fs.init();
	const found = filesMatching(fsUtils, folder, '!(*.d).{js,ts}');
	assert.deepEqual(
		found.map(file => path.basename(file)),
		['a.js', 'b.ts'],
	);
});
