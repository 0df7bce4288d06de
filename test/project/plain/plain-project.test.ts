import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Configuration, defineEntity, p} from '@mikro-orm/core';
import {PostgreSqlDriver} from '@mikro-orm/postgresql';
import {SqliteDriver} from '@mikro-orm/sqlite';
import {driverOf, plainProject} from '../../../source/project/plain/plain-project.ts';
import {temporaryFolder} from '../../support/project.ts';

const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});

function projectOf(t: TestContext, options: object, manifest: object = {}) {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
	writeFileSync(path.join(root, 'server.js'), '');
	const settingsFile = path.join(root, 'mikro-orm.config.js');
	const config = new Configuration({baseDir: root, entities: [Book], ...options} as never);
	return plainProject({root, settingsFile, kind: 'mikro-orm'}, config, {} as never);
}

test('a MikroORM config makes a project of one app, named after its package', t => {
	const options = {driver: SqliteDriver, dbName: 'data/shop.db'};
	const {apps, settings, root} = projectOf(t, options, {name: '@acme/the shop'});
	assert.deepEqual(apps, [
		{
			...{label: 'the-shop', name: '.', folder: root, own: true},
			migrationsFolder: path.join(root, 'migrations'),
		},
	]);
	assert.deepEqual(settings.database, {driver: 'sqlite', name: 'data/shop.db'});
	assert.equal(settings.name, 'the-shop');
});

test('its address has no password', t => {
	const clientUrl = 'postgresql://ann:secret@db.local:5433/shop';
	const {settings} = projectOf(t, {driver: PostgreSqlDriver, clientUrl});
	assert.deepEqual(settings.database, {
		...{driver: 'postgresql', name: 'shop', host: 'db.local', port: 5433, user: 'ann'},
	});
});

test('its server is the main file of the package, unless it names another', t => {
	const options = {driver: SqliteDriver, dbName: 'shop.db'};
	const file = (manifest: object) => projectOf(t, options, manifest).settings.server.file;
	assert.equal(file({main: 'server.js'}), 'server.js');
	assert.equal(file({main: 'missing.js'}), undefined);
	assert.equal(file({main: 'server.js', quarterdeck: {server: './other.js'}}), './other.js');
	const command = {main: 'server.js', quarterdeck: {server: {command: 'npm start'}}};
	assert.equal(file(command), undefined);
});

test('a driver that is not supported is named with those that are', () => {
	class MongoDriver {}
	assert.throws(() => driverOf({driver: MongoDriver}, '/shop/config.ts'), {
		...{code: 'unsupported-driver', file: '/shop/config.ts'},
		message: 'The MikroORM config uses the driver MongoDriver.',
		hint: 'Quarterdeck works with SqliteDriver, LibSqlDriver, PostgreSqlDriver, PgliteDriver, MySqlDriver, MariaDbDriver, MsSqlDriver.',
	});
	assert.throws(() => driverOf({}, ''), {message: /names no driver/});
});
