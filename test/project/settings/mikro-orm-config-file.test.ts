import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {findProject} from '../../../source/project/settings/find.ts';
import {temporaryFolder} from '../../support/project.ts';

/** A folder with these files, and package.json's words for MikroORM. */
function folder(t: TestContext, files: string[], settings: object = {}): string {
	const root = temporaryFolder(t);
	const manifest = JSON.stringify({name: 'x', 'mikro-orm': settings});
	for (const [file, text] of [['package.json', manifest], ...files.map(name => [name, ''])]) {
		mkdirSync(path.dirname(path.join(root, file!)), {recursive: true});
		writeFileSync(path.join(root, file!), text!);
	}
	return root;
}

function withEnvironment<T>(name: string, value: string, work: () => T): T {
	const before = process.env[name];
	process.env[name] = value;
	try {
		return work();
	} finally {
		if (before === undefined) delete process.env[name];
		else process.env[name] = before;
	}
}

const places: [what: string, files: string[], settings: object, found: string][] = [
	[
		'src before the root',
		['mikro-orm.config.ts', 'src/mikro-orm.config.ts'],
		{},
		'src/mikro-orm.config.ts',
	],
	[
		'a source before what was built of it',
		['dist/mikro-orm.config.js', 'mikro-orm.config.ts'],
		{},
		'mikro-orm.config.ts',
	],
	[
		'configPaths first',
		['config/orm.js', 'mikro-orm.config.ts'],
		{configPaths: ['./config/orm.ts', './config/orm.js']},
		'config/orm.js',
	],
	[
		'only JavaScript without preferTs',
		['build/mikro-orm.config.js', 'mikro-orm.config.ts'],
		{preferTs: false},
		'build/mikro-orm.config.js',
	],
];

for (const [what, files, settings, found] of places) {
	test(`MikroORM's config is found where MikroORM finds it: ${what}`, t => {
		const root = folder(t, files, settings);
		assert.deepEqual(findProject(root), {
			root,
			settingsFile: path.join(root, found),
			kind: 'mikro-orm',
		});
	});
}

test('MIKRO_ORM_CLI_CONFIG comes before all, relative or absolute', t => {
	const root = folder(t, ['other.ts', 'mikro-orm.config.ts']);
	for (const value of ['other.ts', path.join(root, 'other.ts')]) {
		const found = withEnvironment('MIKRO_ORM_CLI_CONFIG', value, () => findProject(root));
		assert.equal(found.settingsFile, path.join(root, 'other.ts'));
	}
});

test('from src/ the project is the folder above, and settings of ours win over a config', t => {
	const root = folder(t, ['src/mikro-orm.config.ts', 'src/entities/book.ts']);
	assert.equal(findProject(path.join(root, 'src/entities')).root, root);
	writeFileSync(path.join(root, 'settings.ts'), "import {defineSettings} from 'quarterdeck';");
	assert.equal(findProject(path.join(root)).kind, 'quarterdeck');
});

test('the config that the scripts of the package name is found, after the usual places', t => {
	const root = folder(t, ['db/orm.ts']);
	const scripts = {build: 'tsc', 'migration:up': 'mikro-orm migration:up --config ./db/orm.ts'};
	writeFileSync(path.join(root, 'package.json'), JSON.stringify({scripts}));
	assert.equal(findProject(root).settingsFile, path.join(root, 'db/orm.ts'));
	writeFileSync(path.join(root, 'mikro-orm.config.ts'), '');
	assert.equal(findProject(root).settingsFile, path.join(root, 'mikro-orm.config.ts'));
});
