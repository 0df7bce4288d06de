import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects, quarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {linkPackages, packageRoot, temporaryFolder} from '../../support/project.ts';
import {makeBooks} from '../../testing/project.ts';

test('test runs what the documentation shows, and says what fails', async t => {
	const {root} = await makeBooks(t);
	const none = await quarterdeck(root, ['test']);
	assert.deepEqual([none.code, none.stdout], [0, 'No tests found.\n']);
	const page = readFileSync(path.join(packageRoot, 'docs/testing.md'), 'utf8');
	const [block] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
	writeFileSync(path.join(root, 'shop/shop.test.ts'), block!);
	const passed = await quarterdeck(root, ['test']);
	assert.equal(passed.code, 0, passed.stdout);
	assert.match(passed.stdout, /✔ a user adds a book with the form/);
	assert.match(passed.stdout, /pass 4/);
	const failing = block!.replace("'1 Emma'", "'1 Emma', '2 Ulysses'");
	writeFileSync(path.join(root, 'shop/shop.test.ts'), failing);
	const failed = await quarterdeck(root, ['test', 'shop/shop.test.ts', '--json']);
	assert.equal(failed.code, 1);
	const lines = objects(failed).map(({text}) => text);
	assert.ok(lines.some(line => /2 Ulysses/.test(line)));
});

test('the test that startapp writes passes', async t => {
	const folder = temporaryFolder(t);
	await commandLine(folder, ['startproject', 'bookshop']);
	const root = path.join(folder, 'bookshop');
	linkPackages(root);
	await commandLine(root, ['startapp', 'books']);
	const {code, stdout} = await quarterdeck(root, ['test']);
	assert.equal(code, 0, stdout);
	assert.match(stdout, /✔ the home page of the site answers/);
});
