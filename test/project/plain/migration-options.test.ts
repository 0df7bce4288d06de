import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Configuration, defineEntity, p} from '@mikro-orm/core';
import {PostgreSqlDriver} from '@mikro-orm/postgresql';
import {SqliteDriver} from '@mikro-orm/sqlite';
import {migrationOptions} from '../../../source/project/plain/migration-options.ts';
import {temporaryFolder} from '../../support/project.ts';

const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});

function rootWith(t: TestContext, ...folders: string[]): string {
	const root = temporaryFolder(t);
	for (const folder of folders) mkdirSync(path.join(root, folder));
	return root;
}

function options(baseDir: string, migrations: object = {}, more: object = {}) {
	const given = {baseDir, migrations, driver: SqliteDriver, dbName: 'data/shop.db', ...more};
	return migrationOptions(new Configuration({...given, entities: [Book]}), true);
}

test('the folder is found as MikroORM finds it', t => {
	const root = rootWith(t);
	assert.equal(options(root).folder, path.join(root, 'migrations'));
	const sources = rootWith(t, 'src', 'dist');
	assert.equal(options(sources).folder, path.join(sources, 'src/migrations'));
	assert.equal(options(sources, {pathTs: './steps'}).folder, path.join(sources, 'steps'));
	const beside = rootWith(t, 'src', 'migrations');
	assert.equal(options(beside).folder, path.join(beside, 'migrations'));
});

test('new migrations go where they are emitted, with the snapshot of the database beside them', t => {
	const root = rootWith(t, 'src');
	const given = {path: './built', pathTs: './steps', emit: 'ts'};
	const {target, snapshotFile} = options(root, given);
	assert.equal(target, path.join(root, 'steps'));
	assert.equal(snapshotFile, path.join(root, 'steps/.snapshot-shop.db.json'));
	assert.equal(options(root, {...given, emit: 'js'}).target, path.join(root, 'built'));
	assert.equal(options(root, {snapshot: false}).snapshotFile, undefined);
});

test('the table has its schema, unless that is the default one', t => {
	const table = (migrations: object, schema?: string) =>
		options(rootWith(t), migrations, {driver: PostgreSqlDriver, schema}).tableName;
	assert.equal(table({}), 'mikro_orm_migrations');
	assert.equal(table({tableName: 'public.steps'}), 'steps');
	assert.equal(table({tableName: 'own.steps'}), 'own.steps');
	assert.equal(table({schema: 'own'}), 'own.mikro_orm_migrations');
	assert.equal(table({}, 'own'), 'own.mikro_orm_migrations');
});

test('a list of classes takes the place of files', t => {
	class Migration1 {}
	class Migration2 {
		name = 'second';
	}
	const {list, transactional} = options(rootWith(t), {
		migrationsList: [Migration1, Migration2, {name: 'third', class: Migration1}],
		transactional: false,
	});
	assert.deepEqual(
		list?.map(({name}) => name),
		['Migration1', 'second', 'third'],
	);
	assert.equal(transactional, false);
});
