import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Migration} from '@mikro-orm/migrations';
import {MikroORM} from '@mikro-orm/sqlite';
import type {Event} from '../../source/index.ts';
import {describeProject, migrate} from '../../source/library/index.ts';
import {temporaryFolder} from '../support/project.ts';
import {makeShop, makeShopOfItems} from '../support/shop.ts';

const ids = ['shop.0001_initial', 'shop.0002_row'];

async function openOrm(t: TestContext, baseDir: string, options: object = {}): Promise<MikroORM> {
	const orm = await MikroORM.init({
		dbName: ':memory:',
		entities: [],
		baseDir,
		discovery: {warnWhenNoEntities: false},
		...options,
	});
	await orm.connect();
	t.after(() => orm.close(true));
	return orm;
}

const rows = (orm: MikroORM, sql: string) => orm.em.getConnection().execute(sql);

test('an in-memory database is migrated over its own connection', async t => {
	const {root} = makeShopOfItems(t);
	const orm = await openOrm(t, root);
	const before = await describeProject({orm});
	assert.deepEqual([before.unapplied, before.database.name], [ids, ':memory:']);
	assert.deepEqual(await migrate({orm}), {applied: ids, unapplied: [], faked: []});
	assert.deepEqual(await rows(orm, 'select * from item'), [{id: 1}]);
	assert.deepEqual((await describeProject({orm})).unapplied, []);
	assert.deepEqual((await migrate({orm})).applied, []);
	const zero = {orm, app: 'shop', target: 'zero'};
	await assert.rejects(
		migrate(zero),
		{code: 'answer-needed', message: /item/},
		'its rows are seen',
	);
	const back = await migrate({...zero, allowDataLoss: true});
	assert.deepEqual(back.unapplied, ids.toReversed());
	assert.ok(!existsSync(path.join(root, 'db.sqlite3')), "the project's own database is none of it");
	assert.equal(await orm.isConnected(), true, 'and the ORM stays open');
});

test('two concurrent migrate() calls apply each migration once', async t => {
	const {root} = makeShopOfItems(t);
	const memory = await openOrm(t, root);
	const both = await Promise.all([migrate({orm: memory}), migrate({orm: memory})]);
	assert.deepEqual(
		both.map(({applied}) => applied),
		[ids, []],
	);
	assert.equal((await rows(memory, 'select * from item')).length, 1);

	const dbName = path.join(temporaryFolder(t), 'app.sqlite3');
	const [one, other] = [await openOrm(t, root, {dbName}), await openOrm(t, root, {dbName})];
	const results = await Promise.all([migrate({orm: one}), migrate({orm: other})]);
	assert.deepEqual(results.flatMap(({applied}) => applied).sort(), ids);
	assert.equal((await rows(one, 'select * from item')).length, 1);
	await assert.rejects(
		Promise.all([migrate({orm: one, wait: false}), migrate({orm: one, wait: false})]),
		{code: 'lock-held', exitCode: 4},
	);
});

test('without settings the ORM’s own migrations config is used', async t => {
	class Table extends Migration {
		override up() {
			this.addSql('create table note (id integer primary key)');
		}
		override down() {
			this.addSql('drop table note');
		}
	}
	class Row extends Migration {
		override up() {
			this.addSql('insert into note values (7)');
		}
		override down() {
			this.addSql('delete from note');
		}
	}
	const migrations = {migrationsList: [Table, Row], tableName: 'my_migrations'};
	const orm = await openOrm(t, temporaryFolder(t), {migrations});
	const {applied} = await migrate({orm});
	assert.deepEqual(applied, ['Table', 'Row']);
	assert.deepEqual(await rows(orm, 'select name from my_migrations'), [
		{name: 'Table'},
		{name: 'Row'},
	]);
	const {kind, apps} = await describeProject({orm});
	assert.equal(kind, 'mikro-orm');
	assert.ok(apps[0]!.migrations.every(({applied}) => applied instanceof Date));
});

test('the caller’s connection and schema generator are left as they were', async t => {
	const {root} = makeShopOfItems(t);
	const orm = await openOrm(t, root);
	const helper = (orm.driver as any).getPlatform().schemaHelper;
	await rows(orm, 'pragma busy_timeout = 1234');
	await rows(orm, 'pragma foreign_keys = off');
	await migrate({orm});
	assert.deepEqual(await rows(orm, 'pragma busy_timeout'), [{timeout: 1234}]);
	assert.deepEqual(await rows(orm, 'pragma foreign_keys'), [{foreign_keys: 0}]);
	assert.equal((orm.driver as any).getPlatform().schemaHelper, helper);
});

test('events arrive while migrate() runs, and late listeners get all of them', async t => {
	const {root} = makeShopOfItems(t);
	const orm = await openOrm(t, root);
	const run = migrate({orm});
	const heard: string[] = [];
	for await (const {type} of run) heard.push(type);
	const steps = ['applying', 'statement', 'applied'];
	assert.deepEqual(heard, ['plan', ...steps, ...steps]);
	assert.deepEqual((await run).applied, ids);
	const late: Event[] = [];
	for await (const event of run) late.push(event);
	assert.deepEqual(
		late.flatMap(event => (event.type === 'applied' ? [event.migration] : [])),
		ids,
	);
	for await (const _ of migrate({orm})) break;
});

test('a failure reaches the listener and the caller, and is rolled back', async t => {
	const shop = makeShopOfItems(t);
	shop.migration('0003_bad', {dependencies: ['shop.0002_row'], up: "this.addSql('no sql');"});
	const orm = await openOrm(t, shop.root);
	const run = migrate({orm});
	await assert.rejects(
		async () => {
			for await (const _ of run);
		},
		{name: 'CommandError', code: 'migration-failed'},
	);
	await assert.rejects(run, {code: 'migration-failed'});
	assert.deepEqual((await describeProject({orm})).unapplied, ['shop.0003_bad']);
	await assert.rejects(migrate({orm, database: {name: 'other'}}), {code: 'usage'});
	await assert.rejects(migrate({orm, directory: temporaryFolder(t)}), {code: 'no-project'});
});

test('a listener that throws ends the run between two statements with its error', async t => {
	const {root} = makeShopOfItems(t);
	const orm = await openOrm(t, root);
	const onEvent = ({type}: Event) => {
		if (type === 'applied') throw new Error('the logger is broken');
	};
	await assert.rejects(migrate({orm, onEvent}), {message: 'the logger is broken'});
	assert.deepEqual((await describeProject({orm})).unapplied, ['shop.0002_row']);
	assert.deepEqual((await migrate({orm})).applied, ['shop.0002_row']);
});

test('an ORM opened elsewhere is used for the given project', async t => {
	const {root} = makeShop(t);
	const orm = await openOrm(t, temporaryFolder(t));
	assert.equal((await describeProject({orm, directory: root})).kind, 'quarterdeck');
});

test('migrate() inside the caller’s own transaction is refused', async t => {
	const {root} = makeShopOfItems(t);
	const dbName = path.join(temporaryFolder(t), 'app.sqlite3');
	const [orm, other] = [await openOrm(t, root, {dbName}), await openOrm(t, root)];
	const refusal = {code: 'open-transaction', message: /^A transaction is open on the only/};
	await orm.em.transactional(async () => {
		await assert.rejects(migrate({orm}), refusal);
		await assert.rejects(describeProject({orm}), refusal);
		assert.deepEqual((await migrate({orm: other})).applied, ids, 'of another ORM it is none');
	});
	assert.deepEqual((await migrate({orm})).applied, ids);
});

test('migrate() waits for another connection’s transaction, unless told not to', async t => {
	const {root} = makeShopOfItems(t);
	const orm = await openOrm(t, root);
	const em = orm.em.fork();
	await em.begin();
	await assert.rejects(migrate({orm, wait: false}), {code: 'open-transaction'});
	const waiting = migrate({orm});
	await em.execute('create table note (id int)');
	await em.commit();
	assert.deepEqual((await waiting).applied, ids);
	assert.equal((await rows(orm, 'select * from note')).length, 0);
});
