import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {chooseConfig, loadMikroOrmOptions} from '../../../source/project/plain/load-options.ts';
import {setVariable} from '../../support/environment.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

test('a config is chosen among several by its context', async () => {
	const main = {dbName: 'main'};
	const other = {contextName: 'other', dbName: 'other'};
	const factory = (context: string) => ({dbName: `made for ${context}`});
	assert.equal(await chooseConfig(main, 'default'), main);
	assert.equal(await chooseConfig([main, other], 'default'), main);
	assert.equal(await chooseConfig([main, other], 'other'), other);
	assert.deepEqual(await chooseConfig(factory, 'any'), {dbName: 'made for any'});
	assert.deepEqual(await chooseConfig([other, factory], 'any'), {dbName: 'made for any'});
	await assert.rejects(chooseConfig([main, other], 'nope'), /no MikroORM config named 'nope'/);
	await assert.rejects(
		chooseConfig(other, 'default'),
		/no MikroORM config named 'default', but other\.$/,
	);
	await assert.rejects(chooseConfig([main, main], 'default'), /several/);
	await assert.rejects(
		chooseConfig(() => other, 'default'),
		/no MikroORM config/,
	);
});

function location(t: TestContext, config: string) {
	const root = temporaryFolder(t);
	linkPackages(root);
	writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
	const settingsFile = path.join(root, 'mikro-orm.config.js');
	writeFileSync(settingsFile, config);
	return {root, settingsFile, kind: 'mikro-orm'} as const;
}

test('a config is loaded in its folder, and the environment overrides it', async t => {
	setVariable(t, 'MIKRO_ORM_CLI_PREFER_TS', 'false');
	setVariable(t, 'MIKRO_ORM_HOST', 'db.local');
	setVariable(t, 'MIKRO_ORM_TYPE', 'sqlite');
	const before = process.cwd();
	const text = "export default {dbName: process.cwd() + '/shop.db', host: 'localhost'};\n";
	const of = location(t, text);
	const options = await loadMikroOrmOptions(of);
	assert.deepEqual(
		[options.dbName, options.host, options.baseDir, options.preferTs, options.driver.name],
		[`${of.root}/shop.db`, 'db.local', of.root, false, 'SqliteDriver'],
	);
	assert.equal(process.cwd(), before);
});

test('a config that cannot be used is named with its file', async t => {
	setVariable(t, 'MIKRO_ORM_CLI_PREFER_TS', 'false');
	const of = location(t, 'export default 7;\n');
	await assert.rejects(loadMikroOrmOptions(of), {
		...{code: 'mikro-orm-config', file: of.settingsFile},
		message: /^mikro-orm\.config\.js: it has no MikroORM config named 'default'\.$/,
	});
});

test('a config may ask whether MikroORM’s command line runs it', async t => {
	setVariable(t, 'MIKRO_ORM_CLI_PREFER_TS', 'false');
	setVariable(t, 'MIKRO_ORM_TYPE', 'sqlite');
	const {argv} = process;
	const of = location(
		t,
		"const isCli = () => process.argv.some(word => word.includes('mikro-orm'));\nconst first = isCli();\nexport default async () => ({dbName: [first, isCli()].join(' ')});\n",
	);
	assert.equal((await loadMikroOrmOptions(of)).dbName, 'true true');
	assert.equal(process.argv, argv);
});
