/** What `source/mikro-orm/` relies on that MikroORM does not document. It holds for 7.2.1. */
import assert from 'node:assert/strict';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Configuration, defineEntity, EntitySchema, p} from '@mikro-orm/core';
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

test('drivers are known by their class, or by one that they extend', () => {
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

test('entities are told from other classes', () => {
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
