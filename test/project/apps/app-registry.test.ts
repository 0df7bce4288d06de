import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	type App,
	appOf,
	defineApp,
	loadApps,
	sourceIn,
} from '../../../source/project/apps/app-registry.ts';
import type {CompleteSettings} from '../../../source/project/settings/settings.ts';
import {temporaryFolder} from '../../support/project.ts';

/** A folder with these files. */
function folderWith(t: TestContext, files: Record<string, string>): string {
	const root = temporaryFolder(t);
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(root, name)), {recursive: true});
		writeFileSync(path.join(root, name), text);
	}
	return root;
}

const load = (root: string, ...apps: string[]) =>
	loadApps({apps, auth: {}} as unknown as CompleteSettings, root);

test('an app is a folder, and its app.ts may rename it', async t => {
	const root = folderWith(t, {
		'books/entities.ts': '',
		'people/app.ts': "export default {label: 'persons', migrations: 'steps'};\n",
	});
	assert.deepEqual(await load(root, './books', './people/'), [
		{
			...{label: 'books', name: './books', folder: path.join(root, 'books'), own: true},
			...{migrationsFolder: path.join(root, 'books/migrations'), replacedTable: undefined},
		},
		{
			...{label: 'persons', name: './people/', folder: path.join(root, 'people'), own: true},
			...{migrationsFolder: path.join(root, 'people/steps'), replacedTable: undefined},
		},
	]);
});

test('an app that does not exist is named with its line and a close name', async t => {
	const root = folderWith(t, {
		'books/entities.ts': '',
		'settings.ts': "export default {\n\tapps: ['./boks'],\n};\n",
	});
	await assert.rejects(load(root, './boks'), {
		message: 'settings.apps names ./boks, but there is no folder boks/. Did you mean ./books?',
		...{code: 'unknown-app', file: path.join(root, 'settings.ts'), line: 2},
	});
});

test('two apps with one label are refused', async t => {
	const root = folderWith(t, {'a/books/entities.ts': '', 'b/books/entities.ts': ''});
	await assert.rejects(load(root, './a/books', './b/books'), {code: 'duplicate-label'});
});

test('a label that no app has is a usage error with the labels that exist', () => {
	const apps = [{label: 'books'}, {label: 'people'}] as App[];
	assert.equal(appOf(apps, 'people'), apps[1]);
	assert.throws(() => appOf(apps, 'book'), {
		...{code: 'unknown-app', exitCode: 2},
		hint: 'Did you mean books? The apps are: books, people.',
	});
});

test('a source is TypeScript or JavaScript', t => {
	const root = folderWith(t, {'app.js': '', 'checks.ts': '', 'checks.js': ''});
	assert.deepEqual(
		['app', 'checks', 'middleware'].map(name => sourceIn(root, name)),
		[path.join(root, 'app.js'), path.join(root, 'checks.ts'), undefined],
	);
	const definition = {label: 'books'};
	assert.equal(defineApp(definition), definition);
});
