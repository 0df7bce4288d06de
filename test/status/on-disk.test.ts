import assert from 'node:assert/strict';
import {appendFileSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findProject} from '../../source/project/settings/find.ts';
import {openStatus} from '../../source/status/collect.ts';
import {appsOnDisk} from '../../source/status/on-disk.ts';
import {objects} from '../support/command.ts';
import {commandLine} from '../support/command-line.ts';
import {temporaryFolder} from '../support/project.ts';
import {makeShop} from '../support/shop.ts';

const migration = "import {Migration} from '@mikro-orm/migrations';\n";

/** @param files a migration each */
function projectWith(t: test.TestContext, config: string, text: string, files: string[]) {
	const root = path.join(temporaryFolder(t), 'shop');
	for (const file of [config, ...files]) {
		mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
		writeFileSync(path.join(root, file), file === config ? text : migration);
	}
	writeFileSync(path.join(root, 'package.json'), '{"name": "@acme/shop", "type": "module"}');
	return root;
}

const namesOf = (root: string) =>
	appsOnDisk(findProject(root)).map(({label, files}) => [label, files]);

test('the migrations of a plain project are found where its config says, or MikroORM', t => {
	const config = 'src/mikro-orm.config.ts';
	const path1 =
		"throw new Error('no'); ({migrations: {path: 'dist/m', pathTs: './db/changes'}});\n";
	const files = [
		'db/changes/Migration1.ts',
		'db/changes/Migration2.ts',
		'db/changes/Migration2.d.ts',
	];
	const named = projectWith(t, config, path1, files);
	writeFileSync(path.join(named, 'db/changes/helper.ts'), '');
	assert.deepEqual(namesOf(named), [['shop', ['Migration1', 'Migration2']]]);
	const usual = projectWith(t, config, 'export default {', ['src/migrations/Migration3.ts']);
	assert.deepEqual(namesOf(usual), [['shop', ['Migration3']]]);
	assert.deepEqual(namesOf(projectWith(t, config, 'export default {', [])), []);
});

test('the migrations of a project whose settings are broken are listed by the folders of its apps', async t => {
	const root = projectWith(t, 'settings.ts', "import 'quarterdeck'; export default {", [
		'books/migrations/0001_initial.ts',
		'src/shop/migrations/0001_initial.ts',
		'src/shop/migrations/helper.ts',
		'node_modules/x/migrations/0001_no.ts',
	]);
	assert.deepEqual(namesOf(root), [
		['books', ['0001_initial']],
		['shop', ['0001_initial']],
	]);
	const status = await (await openStatus(root)).read();
	assert.equal(status.problems[0]!.hinders, 'everything');
	assert.equal(status.apps.length, 2);
});

test('what could be opened before is remembered, until it can be again', async t => {
	const shop = makeShop(t, '', undefined, ['./shop', 'quarterdeck/sessions']);
	shop.literalMigration('0001_one', {up: ['create table one (id int)']});
	const labels = async () =>
		objects(await commandLine(shop.root, ['status', '--json']))[0].apps.map(
			({label, files, migrations}: any) => [label, files ?? migrations.length],
		);
	assert.deepEqual(await labels(), [
		['shop', 1],
		['sessions', 1],
	]);
	appendFileSync(path.join(shop.root, 'settings.ts'), '\nthrow new Error();\n');
	for (const _ of ['once', 'again']) {
		assert.deepEqual(await labels(), [
			['shop', ['0001_one']],
			['sessions', ['0001_initial']],
		]);
	}
	const {code, stdout} = await commandLine(shop.root, ['showmigrations']);
	assert.equal(code, 1);
	assert.match(stdout, /shop\n \[\?\] 0001_one\n/);
	rmSync(path.join(shop.root, '.quarterdeck'), {recursive: true});
	assert.deepEqual(await labels(), [['shop', ['0001_one']]]);
});
