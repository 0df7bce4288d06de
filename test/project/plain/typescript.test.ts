import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	followModuleSystemOf,
	registerTypeScript,
} from '../../../source/project/plain/typescript.ts';
import {readMikroOrmSettings} from '../../../source/project/settings/mikro-orm-config-file.ts';
import {setVariable} from '../../support/environment.ts';
import {temporaryFolder} from '../../support/project.ts';

interface Global {
	registered?: string[];
	dynamicImportProvider?: (id: string) => Promise<unknown>;
}
const global = globalThis as Global;

/** A project whose loaders note that they were registered. */
function projectWith(t: TestContext, ...loaders: string[]): string {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
	for (const loader of loaders) {
		const folder = path.join(root, 'node_modules', path.dirname(loader));
		mkdirSync(folder, {recursive: true});
		const file = path.join(folder, `${path.basename(loader)}.js`);
		writeFileSync(file, `globalThis.registered.push(${JSON.stringify(loader)});\n`);
	}
	global.registered = [];
	t.after(() => delete global.registered);
	for (const name of ['MIKRO_ORM_CLI_ALWAYS_ALLOW_TS', 'SWC_NODE_PROJECT', 'TSIMP_PROJECT']) {
		setVariable(t, name, undefined);
	}
	return root;
}

test('the first loader of the project is registered, once', async t => {
	const root = projectWith(t, 'jiti/register', 'tsimp/import');
	writeFileSync(
		path.join(root, 'node_modules/jiti/package.json'),
		'{"type": "module", "exports": {"./register": "./register.js"}}',
	);
	writeFileSync(
		path.join(root, 'node_modules/tsimp/package.json'),
		'{"type": "module", "exports": {"./import": "./import.js"}}',
	);
	const settings = readMikroOrmSettings(root);
	await registerTypeScript(root, settings);
	await registerTypeScript(root, settings);
	assert.deepEqual(global.registered, ['jiti/register']);
	assert.equal(process.env.MIKRO_ORM_CLI_ALWAYS_ALLOW_TS, '1');
});

test('a loader that is named is the only one that counts', async t => {
	const root = projectWith(t, 'jiti/register');
	await registerTypeScript(root, {...readMikroOrmSettings(root), tsLoader: 'tsimp'});
	assert.deepEqual(global.registered, []);
});

test('a package of CommonJS is required, by MikroORM as well', async t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'package.json'), '{}');
	writeFileSync(path.join(root, 'a.js'), 'exports.x = 1;\n');
	const {dynamicImportProvider} = global;
	t.after(() => {
		global.dynamicImportProvider = dynamicImportProvider;
	});
	global.dynamicImportProvider = undefined;
	followModuleSystemOf(root);
	assert.deepEqual(await global.dynamicImportProvider!(`file://${root}/a.js`), {x: 1});
});
