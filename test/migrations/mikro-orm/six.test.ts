import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {libraryOfSix} from '../../../source/migrations/mikro-orm/six.ts';
import {temporaryFolder} from '../../support/project.ts';

test('of two copies of its package for SQL, as pnpm may install them, the driver’s gets the methods', async t => {
	const root = temporaryFolder(t);
	const install = (name: string, text: string) => {
		const folder = path.join(root, 'node_modules/@mikro-orm', name);
		mkdirSync(folder, {recursive: true});
		writeFileSync(path.join(folder, 'package.json'), '{"main": "index.js"}');
		writeFileSync(path.join(folder, 'index.js'), text);
	};
	const names = ['DatabaseSchema', 'DatabaseTable', 'SchemaComparator'];
	const sql = names.map(name => `exports.${name} = class {};`).join('\n');
	install('core', '');
	install('migrations', '');
	install('migrations/node_modules/@mikro-orm/knex', sql);
	install('mysql', 'exports.MySqlDriver = class {};');
	install(
		'postgresql',
		"exports.PostgreSqlDriver = class {};\nexports.schema = new (require('@mikro-orm/knex').DatabaseSchema)();",
	);
	install('postgresql/node_modules/@mikro-orm/knex', sql);
	const {PostgreSqlDriver, schema} = (
		await import(path.join(root, 'node_modules/@mikro-orm/postgresql/index.js'))
	).default;
	const {DatabaseSchema} = await libraryOfSix(root, new PostgreSqlDriver());
	assert.ok(schema instanceof DatabaseSchema);
	assert.deepEqual((schema as any).getViews(), []);
});
