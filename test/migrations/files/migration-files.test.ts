import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {migrationFilesOf} from '../../../source/migrations/files/migration-files.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

test('ids of a Quarterdeck project begin with the label of the app', async t => {
	const root = temporaryFolder(t);
	const folder = path.join(root, 'migrations');
	mkdirSync(folder);
	for (const file of ['0001_one.ts', '0002 two.ts', '0002_t wo.ts'])
		writeFileSync(path.join(folder, file), '');
	const app = {label: 'shop', folder: root, migrationsFolder: folder};
	const files = migrationFilesOf({kind: 'quarterdeck', root, apps: [app]} as never);
	assert.deepEqual(
		(await files.load()).map(({id, app}) => [id, app]),
		[['shop.0001_one', 'shop']],
	);
	assert.equal(files.idPrefix(app as never), 'shop.');
	assert.deepEqual(files.misnamed(app as never), [path.join(folder, '0002_t wo.ts')]);
});

test('files of a plain project follow each other by name, and a source replaces its build', async t => {
	const root = temporaryFolder(t);
	linkPackages(root);
	for (const file of ['B2.ts', 'A1.js', 'A1.ts', 'readme.md'])
		writeFileSync(path.join(root, file), '');
	const migrations = {folder: root, glob: '*.{js,ts}'};
	const project = {kind: 'mikro-orm', root, apps: [{label: 'app'}], migrations};
	const files = await migrationFilesOf(project as never).load();
	assert.deepEqual(
		files.map(({id, path: file, after}) => [id, path.relative(root, file), after]),
		[
			['A1', 'A1.ts', undefined],
			['B2', 'B2.ts', 'A1'],
		],
	);
});

test('a plain project that lists classes has these, in the order of the list', async () => {
	const list = [
		{name: 'Second', class: class {}},
		{name: 'First', class: class {}},
	];
	const project = {kind: 'mikro-orm', apps: [{label: 'app'}], settingsFile: '/config.ts'};
	const found = migrationFilesOf({...project, migrations: {list}} as never);
	const files = await found.load();
	assert.deepEqual(
		files.map(({id, path, after, migration}) => [id, path, after, migration]),
		[
			['Second', '/config.ts', undefined, list[0]!.class],
			['First', '/config.ts', 'Second', list[1]!.class],
		],
	);
	assert.equal(found.idPrefix({} as never), '');
});
