import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {loadMigrationFiles, type MigrationFile} from '../../../source/migrations/files/loader.ts';
import {temporaryFolder} from '../../support/project.ts';

/** Would end this process if it were imported. */
const never = 'process.exit(1);\n';

const cases: [declaration: string, dependencies: string[]][] = [
	["static dependencies = ['a.0001_x'];", ['a.0001_x']],
	['static readonly dependencies: string[] = ["a.0001_x", `b.0002_y`,];', ['a.0001_x', 'b.0002_y']],
	[
		"static override dependencies = [\n\t\t'a.0001_x',\n\t\t'b.0002_y',\n\t];",
		['a.0001_x', 'b.0002_y'],
	],
	['static dependencies = [];', []],
	['', []],
	["// static dependencies = ['a.0001_x'];", []],
];

for (const [declaration, dependencies] of cases) {
	test(`dependencies are read from the text: ${declaration || 'no declaration'}`, async t => {
		const {files} = await load(t, {
			'0001_one.ts': `${never}class One extends Migration {\n\t${declaration}\n}\n`,
		});
		assert.deepEqual(files[0]!.dependencies, dependencies);
	});
}

test('a file with a computed list is imported', async t => {
	const source =
		"const app = 'a';\nexport default class {\n\tstatic dependencies = [app + '.0001_x'];\n}\n";
	const {files} = await load(t, {'0001_one.mjs': source});
	assert.deepEqual(files[0]!.dependencies, ['a.0001_x']);
});

test('a list of anything but names breaks its file, which then follows the one before it', async t => {
	for (const list of ["[['a', '0001_x']]", "'a.0001_x'"]) {
		const source = `export default class {\n\tstatic dependencies = ${list};\n}\n`;
		const {files} = await load(t, {'0001_one.mjs': '', '0002_two.mjs': source});
		const [one, two] = files as [MigrationFile, MigrationFile];
		assert.deepEqual([one.broken, two.after, two.dependencies], [undefined, one.id, []]);
		assert.match(
			two.broken!.message,
			/0002_two\.mjs: dependencies is not a list of migration names\.$/,
		);
	}
});

test('only numbered files count, and a source replaces its compiled file', async t => {
	const {files, folder} = await load(t, {
		'0001_one.js': '',
		'0001_one.ts': '',
		'0001_one.d.ts': '',
		'0002_two.js': '',
		'.snapshot.sqlite.json': '{}',
		'readme.md': '',
		'shared.ts': '',
	});
	assert.deepEqual(
		files.map(({id, path: file}) => [id, path.relative(folder, file)]),
		[
			['shop.0001_one', '0001_one.ts'],
			['shop.0002_two', '0002_two.js'],
		],
	);
});

test('names may be in any script, and are normalized however the file system spells them', async t => {
	const {files} = await load(t, {
		['0001_größe.ts'.normalize('NFD')]: '',
		'0002_цена.ts': `class A { static dependencies = ['${'shop.0001_größe'.normalize('NFD')}']; }`,
		'0003_कीमत.ts': '',
		'0004_new price.ts': '',
	});
	assert.deepEqual(
		files.map(({id}) => id),
		['shop.0001_größe', 'shop.0002_цена', 'shop.0003_कीमत'],
	);
	assert.deepEqual(files[1]!.dependencies, ['shop.0001_größe'.normalize('NFC')]);
});

test('an app without a migrations folder has no migrations', async () => {
	const app = {
		label: 'x',
		name: 'x',
		folder: '/nowhere',
		migrationsFolder: '/nowhere/m',
		own: true,
	};
	assert.deepEqual(await loadMigrationFiles([app], '/nowhere'), []);
});

async function load(t: any, sources: Record<string, string>) {
	const root = temporaryFolder(t);
	const folder = path.join(root, 'migrations');
	mkdirSync(folder);
	for (const [name, source] of Object.entries(sources))
		writeFileSync(path.join(folder, name), source);
	const app = {label: 'shop', name: './shop', folder: root, migrationsFolder: folder, own: true};
	return {files: await loadMigrationFiles([app], root), folder};
}
