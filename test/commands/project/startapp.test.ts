import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

test('startapp writes and registers an app, and refuses a second one of the same name', async t => {
	const folder = temporaryFolder(t);
	await commandLine(folder, ['startproject', 'bookshop']);
	const root = path.join(folder, 'bookshop');
	linkPackages(root);
	assert.equal((await commandLine(root, ['startapp', 'books'])).code, 0);
	const settings = readFileSync(path.join(root, 'settings.ts'), 'utf8');
	assert.match(settings, /'quarterdeck\/sessions', '\.\/books'\]/);
	assert.ok(existsSync(path.join(root, 'books/templates/books/home.html')));
	for (const label of ['books', 'auth']) {
		const again = await commandLine(root, ['startapp', label]);
		assert.equal(again.code, 1);
		assert.match(again.stderr, /conflicts with the app/);
	}
	assert.equal(readFileSync(path.join(root, 'settings.ts'), 'utf8'), settings);
});
