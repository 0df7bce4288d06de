import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {promisify} from 'node:util';
import {packageRoot, temporaryFolder} from '../support/project.ts';

const run = promisify(execFile);

/** npm and what it starts run under the Node of this test, not under an older one of the machine. */
const environment = {
	...process.env,
	PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
	npm_config_audit: 'false',
	npm_config_fund: 'false',
	npm_config_update_notifier: 'false',
};

test('the packed package, installed elsewhere, makes a project and migrates it', async t => {
	const folder = temporaryFolder(t);
	await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
		cwd: packageRoot,
		env: environment,
	});
	const archive = readdirSync(folder).find(name => name.endsWith('.tgz'));
	assert.ok(archive);
	const shelf = path.join(folder, 'shelf');
	mkdirSync(shelf);
	writeFileSync(path.join(shelf, 'package.json'), '{"name": "shelf", "private": true}');
	const ofProject = ['core', 'migrations', 'sqlite'].map(name => `@mikro-orm/${name}@7.2.1`);
	await run('npm', ['install', '--prefer-offline', path.join('..', archive), ...ofProject], {
		cwd: shelf,
		env: environment,
	});
	for (const name of ['koa', '@mikro-orm/postgresql'])
		assert.ok(!existsSync(path.join(shelf, 'node_modules', name)), name);
	const installed = path.join(shelf, 'node_modules/quarterdeck');
	for (const name of ['readme.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE', 'docs/migrations.md'])
		assert.ok(existsSync(path.join(installed, name)), name);
	const notices = readFileSync(path.join(installed, 'THIRD-PARTY-NOTICES'), 'utf8');
	for (const name of ['@koa/router', 'ink', 'ink-text-input', 'react', 'valibot', 'yoga-layout'])
		assert.match(notices, new RegExp(`^${name} [\\d.]+ \\(MIT\\)\n\n.*MIT License`, 'm'));

	assert.ok(!existsSync(path.join(installed, 'dist/metafiles.json')));

	await npx(shelf, 'startproject', 'bookshop');
	const bookshop = path.join(shelf, 'bookshop');
	assert.match(await npx(bookshop, 'startapp', 'books'), /Registered in settings\.ts/);
	assert.match(await npx(bookshop, 'makemigrations'), /Create entity Book/);
	assert.match(await npx(bookshop, 'migrate'), /Applying auth\.0001_initial\.\.\. OK\n/);
	assert.match(await npx(bookshop, 'migrate'), /No migrations to apply\.\n$/);
	assert.match(await npx(bookshop, 'makemigrations'), /No changes detected/);
	const status = JSON.parse(await npx(bookshop, 'status', '--json'));
	assert.equal(status.project, 'bookshop');
	assert.equal(status.unapplied, 0);
});

async function npx(cwd: string, ...words: string[]): Promise<string> {
	return (await run('npx', ['--no-install', 'quarterdeck', ...words], {cwd, env: environment}))
		.stdout;
}
