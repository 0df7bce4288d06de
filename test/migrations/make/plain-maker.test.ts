import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {freeTimestamp, plainMaker} from '../../../source/migrations/make/plain-maker.ts';
import {temporaryFolder} from '../../support/project.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const orm: any = {snapshotFrom: (json: any) => json, introspect: async () => ({namespaces: ['a']})};
const empty: any = {order: []};

/** A project whose database is a SQLite file that does not exist, unless it is another one. */
function plainProject(t: test.TestContext, migrations: object, name = 'db.sqlite3'): any {
	const {project} = makeWorkshop(t, ['app'], {driver: 'sqlite', name});
	const rules = {...project.migrations, tableName: 'mikro_orm_migrations', ...migrations};
	return {...project, kind: 'mikro-orm', migrations: rules};
}

test('entities are compared with the snapshot of MikroORM', async t => {
	const snapshotFile = path.join(temporaryFolder(t), '.snapshot.json');
	const schemaAfter = () =>
		plainMaker(plainProject(t, {snapshotFile})).schemaAfter({} as never, orm, empty);
	writeFileSync(snapshotFile, '{"tables": []}');
	assert.deepEqual(await schemaAfter(), {tables: []});
	writeFileSync(snapshotFile, '<<<<<<< HEAD');
	await assert.rejects(schemaAfter(), {
		...{code: 'snapshot', hint: 'Bring it back from version control.'},
	});
});

test('without a snapshot the database is read, and the schema of the recorder kept', async t => {
	const schemaOf = (tableName: string, name?: string) =>
		plainMaker(plainProject(t, {tableName}, name)).schemaAfter({} as never, orm, empty);
	assert.deepEqual(await schemaOf('log', ':memory:'), {namespaces: ['a'], isRead: true});
	assert.deepEqual((await schemaOf('b.log', ':memory:')).namespaces, ['a', 'b']);
	assert.deepEqual((await schemaOf('log')).tables, [], 'a missing file is an empty schema');
});

test('without a snapshot, a migration that is not applied makes the comparison impossible', async t => {
	const graph: any = {order: [{id: 'Migration1'}]};
	const schema = plainMaker(plainProject(t, {})).schemaAfter({} as never, orm, graph);
	await assert.rejects(schema, ({code, hint}) => {
		assert.deepEqual([code, /Migration1 applied/.test(hint)], ['no-snapshot', true]);
		return true;
	});
});

test('a name comes after all others, also after those of a clock that was ahead', t => {
	t.mock.timers.enable({apis: ['Date'], now: Date.UTC(2026, 0, 1)});
	const named = (...ids: string[]) =>
		freeTimestamp(timestamp => `Migration${timestamp}`, {order: ids.map(id => ({id}))} as never);
	assert.equal(named(), '20260101000000');
	assert.equal(named('Migration20260101000000'), '20260101000001');
	assert.equal(named('Migration20250101000000', 'Migration1'), '20260101000000');
	assert.equal(named('Migration20991231235959_price'), '21000101000000');
});

test('it makes migrations for one database only', async t => {
	const options: any = {apps: [], dialects: ['mysql']};
	const made = plainMaker(plainProject(t, {})).make({} as never, empty, options);
	await assert.rejects(made, {code: 'plain-project', hint: 'Leave --dialect out.'});
});
