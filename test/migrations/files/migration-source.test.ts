import assert from 'node:assert/strict';
import {symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';
import {
	type MigrationText,
	sourceOf,
	type VariantText,
} from '../../../source/migrations/files/migration-source.ts';
import {packageRoot, temporaryFolder} from '../../support/project.ts';

/** § stands for $. */
const hard = [
	'select 1',
	"select 'it''s'",
	'select "a", \'b\'',
	'select `a`, \'b\', "c"',
	"select '\\\\', '\\n', '§{a}', '§a'",
	"select 'two\nlines\r\n\t`and` §{more}\\'",
	'select "\\" || "a"',
].map(text => text.replaceAll('§', '$'));

/** What a migration of these variants adds on a database of MikroORM's driver of that name. */
async function addedBy(t: TestContext, variants: VariantText[], driver: string, more = {}) {
	const text: MigrationText = {id: 'a.0001_b', dependencies: [], comments: [], variants, ...more};
	const folder = temporaryFolder(t);
	symlinkSync(path.join(packageRoot, 'node_modules'), path.join(folder, 'node_modules'));
	const file = path.join(folder, '0001_b.ts');
	writeFileSync(file, sourceOf(text));
	const {default: Migration} = await import(pathToFileURL(file).href);
	const migration = new Migration({constructor: {name: driver}}, {});
	migration.up();
	return migration.getQueries();
}

const up = [{sql: hard}];
const sqlite: VariantText = {driver: 'sqlite', up, down: up};
const other: VariantText = {driver: 'mysql', up: [{sql: ['other']}], down: [{sql: []}]};

test('statements are sent as they were given, for one database and for several', async t => {
	assert.deepEqual(await addedBy(t, [sqlite], 'AnyDriver'), hard);
	assert.deepEqual(await addedBy(t, [sqlite, other], 'SqliteDriver'), hard);
	assert.deepEqual(await addedBy(t, [sqlite, other], 'MySqlDriver'), ['other']);
	await assert.rejects(addedBy(t, [sqlite, other], 'OracleDriver'), {
		message: 'There are no statements for OracleDriver here.',
	});
});

test('a migration that needs code to be copied fails until then, on every database', async t => {
	const refusal = "Copy here what up() of it's does.";
	const copied = {...sqlite, up: [{comment: 'a.0001', refusal, sql: ['select 1']}]};
	await assert.rejects(addedBy(t, [copied], 'SqliteDriver'), {message: refusal});
	await assert.rejects(addedBy(t, [copied, other], 'MySqlDriver'), {message: refusal});
});
