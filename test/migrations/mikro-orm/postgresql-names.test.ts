import assert from 'node:assert/strict';
import test from 'node:test';
import {readingAnyName} from '../../../source/migrations/mikro-orm/postgresql-names.ts';
import {importFromProject} from '../../../source/project/import/import-source.ts';
import {packageRoot} from '../../support/project.ts';
import {lacksDrivers} from '../../support/requires.ts';

async function helperOf(): Promise<any> {
	const library = await importFromProject('@mikro-orm/postgresql', packageRoot);
	const platform = new library.PostgreSqlPlatform();
	platform.setConfig({get: () => ({}), getNamingStrategy: () => undefined});
	return new (readingAnyName(library.PostgreSqlSchemaHelper))(platform);
}

test('the tables are listed with their names in quotes, whatever is in them', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const helper = await helperOf();
	assert.match(helper.getListTablesSQL(), /quote_ident\(table_schema\).*quote_ident\(table_name\)/);
});

test('an enum is known as such by any name of its column, and another check stays', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const helper = await helperOf();
	const check = (columnName: string, definition: string) => ({columnName, definition});
	const quoted = `CHECK (("a""b größe" = ANY (ARRAY['x'::text, 'y'::text])))`;
	const checks = [check('a"b größe', quoted), check('größe', 'CHECK (("größe" > 1))')];
	assert.deepEqual(helper.getEnumDefinitions(checks), {'a"b größe': ['x', 'y']});
	assert.equal(checks[1]!.definition, 'CHECK (("größe" > 1))');
});

test('an index gets another name in the schema of its table', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const helper = await helperOf();
	assert.deepEqual(helper.getRenameIndexSQL('archive.doc', {keyName: 'new'}, 'old'), [
		'alter index "archive"."old" rename to "new"',
	]);
	assert.deepEqual(helper.getRenameIndexSQL('doc', {keyName: 'new'}, 'old'), [
		'alter index "old" rename to "new"',
	]);
});
