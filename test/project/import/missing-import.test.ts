import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	isForLoader,
	isInstalled,
	missingImport,
	packageIn,
} from '../../../source/project/import/missing-import.ts';
import {temporaryFolder} from '../../support/project.ts';

test('what was not found is read from the words of Node, its require and the loaders', () => {
	const found = (message: string) => Object.values(missingImport(message) ?? {});
	assert.deepEqual(found("Cannot find package 'koa' imported from /shop/a b.ts"), [
		'koa',
		'/shop/a b.ts',
	]);
	assert.deepEqual(found("Cannot find module '/shop/x.js' imported from /shop/a.ts"), [
		'/shop/x.js',
		'/shop/a.ts',
	]);
	assert.deepEqual(found("Cannot find module './x'\nRequire stack:\n- /shop/a.ts\n- /shop/b.ts"), [
		'./x',
		'/shop/a.ts',
	]);
	assert.deepEqual(found("Cannot find module 'x': x cannot be resolved in file:///shop/a.ts"), [
		'x',
		'/shop/a.ts',
	]);
	assert.deepEqual(
		found(
			"Directory import '/shop/kinds' is not supported resolving ES modules imported from /shop/a.ts",
		),
		['/shop/kinds', '/shop/a.ts'],
	);
	assert.deepEqual(found('no sea at all'), []);
});

test('a loader finds sources under other names, by aliases and from baseUrl', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, 'src/kinds'), {recursive: true});
	for (const file of ['book.ts', 'page.tsx', 'kinds/index.ts', 'form.mts'])
		writeFileSync(path.join(root, 'src', file), '');
	writeFileSync(
		path.join(root, 'base.json'),
		'{"compilerOptions": {"paths": {"~/*": ["./src/*"], "db": ["./src/book"]}}}',
	);
	writeFileSync(
		path.join(root, 'tsconfig.json'),
		'{\n\t// ours\n\t"extends": "./base",\n\t"compilerOptions": {"paths": {"@/*": ["./src/*"]}},\n}',
	);
	const importer = path.join(root, 'src/main.ts');
	const is = (specifier: string) => isForLoader({specifier, importer}, root);
	for (const name of [
		'./book.js',
		'./book',
		'./page.js',
		'./page',
		'./kinds',
		'./form.mjs',
		`${root}/src/book.js`,
	])
		assert.equal(is(name), true, name);
	for (const name of ['@/book', '~/book', 'db', 'src/book']) assert.equal(is(name), true, name);
	for (const name of ['./nothing.js', './book.mjs', 'koa', 'dbx', 'lib/book'])
		assert.equal(is(name), false, name);
});

test('a package is known by the first part of what is imported', t => {
	assert.equal(packageIn('koa'), 'koa');
	assert.equal(packageIn('@acme/shop/client'), '@acme/shop');
	assert.equal(packageIn('./koa'), undefined);
	assert.equal(packageIn('@/book'), undefined);
	assert.equal(packageIn('/shop/a.ts'), undefined);
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, 'node_modules/koa'), {recursive: true});
	mkdirSync(path.join(root, 'packages/api'), {recursive: true});
	assert.equal(isInstalled('koa', path.join(root, 'packages/api')), true);
	assert.equal(isInstalled('nosuch', root), false);
});
