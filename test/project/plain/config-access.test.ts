import assert from 'node:assert/strict';
import test from 'node:test';
import {PostgreSqlDriver} from '@mikro-orm/postgresql';
import {defineEntity, p, SqliteDriver} from '@mikro-orm/sqlite';
import {configAccess, configurationOf} from '../../../source/project/plain/config-access.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});

test('it connects as the config does, and the ORM never prints', async t => {
	const {project} = sqliteBench(t, ['create table book (id int)', 'insert into book values (7)']);
	const dbName = `${project.root}/db.sqlite3`;
	const loggerFactory = () => assert.fail('the config has a logger of its own');
	const access = configAccess({
		...{driver: SqliteDriver, dbName, entities: [Book], debug: true, loggerFactory},
	});
	const database = (await access.connect(project))!;
	t.after(() => database.close());
	assert.deepEqual(await database.query('select id from book'), [{id: 7}]);
	const {orm} = await access.openOrm(project);
	t.after(() => orm.close(true));
	assert.equal(orm.config.get('debug'), false);
});

test('the password may be a function of the config', async t => {
	const {project} = sqliteBench(t);
	const server = {driver: PostgreSqlDriver, dbName: 'shop', entities: [Book]};
	const access = configAccess({...server, password: async () => 'secret'});
	assert.equal(await access.password(project), 'secret');
});

test('a SQLite file that does not exist is not created', async t => {
	const {project} = sqliteBench(t);
	const database = {driver: 'sqlite', name: 'nowhere.db'} as const;
	const settings = {...project.settings, database};
	const access = configAccess({driver: SqliteDriver, dbName: 'nowhere.db', entities: [Book]});
	assert.equal(await access.connect({...project, settings}), undefined);
});

test('a config that MikroORM rejects is named with its file', async t => {
	const {project} = sqliteBench(t);
	const location = {root: project.root, settingsFile: `${project.root}/mikro-orm.config.ts`};
	await assert.rejects(configurationOf({dbName: 'shop'}, location), {
		...{code: 'mikro-orm-config', file: location.settingsFile},
		message: /^mikro-orm\.config\.ts: No driver specified/,
	});
});
