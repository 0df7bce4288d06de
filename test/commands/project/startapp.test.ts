import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

async function newProject(t: TestContext): Promise<string> {
	const folder = temporaryFolder(t);
	await commandLine(folder, ['startproject', 'bookshop']);
	const root = path.join(folder, 'bookshop');
	linkPackages(root);
	return root;
}

const read = (...file: string[]) => readFileSync(path.join(...file), 'utf8');

test('startapp writes and registers an app, and refuses a second one of the same name', async t => {
	const root = await newProject(t);
	assert.equal((await commandLine(root, ['startapp', 'books'])).code, 0);
	const [settings, urls] = [read(root, 'settings.ts'), read(root, 'urls.ts')];
	assert.match(settings, /'quarterdeck\/sessions', '\.\/books'\]/);
	assert.match(urls, /\n\tpath\('\/books\/', include\('\.\/books\/urls\.ts'\)\),\n\];/);
	assert.ok(existsSync(path.join(root, 'books/templates/books/list.html')));
	for (const label of ['books', 'auth']) {
		const again = await commandLine(root, ['startapp', label]);
		assert.equal(again.code, 1);
		assert.match(again.stderr, /conflicts with the app/);
	}
	assert.deepEqual([read(root, 'settings.ts'), read(root, 'urls.ts')], [settings, urls]);
	const made = await commandLine(root, ['makemigrations']);
	assert.match(made.stdout, /^ {4}\+ Create entity Book$/m);
});

test('routes of another shape are left alone, and startapp says what to add', async t => {
	const root = await newProject(t);
	const urls = "export {default} from './other.ts';\n";
	writeFileSync(path.join(root, 'urls.ts'), urls);
	const {code, stdout, stderr} = await commandLine(root, ['startapp', 'books']);
	assert.equal(code, 0);
	assert.ok((stdout + stderr).includes("Add path('/books/', include('./books/urls.ts')) to them."));
	assert.equal(read(root, 'urls.ts'), urls);
});
