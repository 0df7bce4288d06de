import assert from 'node:assert/strict';
import {mkdirSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Interest} from '../../../source/project/watch/interest.ts';
import {temporaryFolder} from '../../support/project.ts';

function interestIn(t: TestContext) {
	const root = temporaryFolder(t);
	const interest = new Interest(root);
	const at = (name: string) => path.join(root, name);
	interest.add([[at('src/main.ts'), '']]);
	return {interest, root, at};
}

test('of the project, what it is set up with and templates matter, and code that is imported', t => {
	const {interest, at} = interestIn(t);
	const saved = (name: string) => interest.has(at(name), 'saved');
	for (const name of ['.env', '.env.local', 'deploy.env', 'package.json', 'tsconfig.base.json'])
		assert.ok(saved(name), name);
	for (const name of ['templates/a.html', 'shop/views/b.ejs', 'src/main.ts'])
		assert.ok(saved(name), name);
	for (const name of ['a.html', 'data.json', 'src/other.ts', 'server.log', 'dist/package.json'])
		assert.ok(!saved(name), name);
	interest.countsAllCode = true;
	assert.ok(saved('src/other.ts'));
	assert.ok(!saved('dist/other.ts') && !saved('data.json'));
});

test('a new file matters where it may be found: in an app, beside what is imported', t => {
	const {interest, at} = interestIn(t);
	interest.describe({apps: [at('shop')]});
	const isNew = (name: string) => interest.has(at(name), 'new');
	assert.ok(isNew('shop/entities/book.ts') && isNew('src/routes.ts'));
	assert.ok(!isNew('other/a.ts') && !isNew('shop/static/app.js') && !isNew('src/data.json'));
	assert.ok(!interest.has(at('shop/entities/book.ts'), 'saved'));
});

test('an application in the next process may import less', t => {
	const {interest, at} = interestIn(t);
	interest.replace([at('src/next.ts')]);
	assert.ok(!interest.has(at('src/main.ts'), 'saved'));
	assert.ok(interest.has(at('src/next.ts'), 'saved'));
});

test('patterns of the settings add files and leave files out, whatever imports them', t => {
	const {interest, at} = interestIn(t);
	interest.describe({
		apps: [],
		watch: ['./data/*.csv', '../config', 'dist/**/*.map'],
		ignore: ['src', '**/*.gen.ts'],
	});
	const saved = (name: string) => interest.has(at(name), 'saved');
	for (const name of ['data/a.csv', '../config/deep/b.yaml', 'dist/x/y.map'])
		assert.ok(saved(name), name);
	for (const name of ['data/deep/a.csv', 'data/a.txt', 'src/main.ts'])
		assert.ok(!saved(name), name);
	interest.countsAllCode = true;
	assert.ok(saved('lib/a.ts') && !saved('lib/a.gen.ts'));
	assert.ok(interest.isIgnoredFolder(at('src')) && interest.isIgnoredFolder(at('node_modules')));
	assert.ok(!interest.isIgnoredFolder(at('dist/x')) && interest.isIgnoredFolder(at('coverage')));
});

test('files are known by where they are, whichever link leads there; packages are left out', t => {
	const {interest, root, at} = interestIn(t);
	mkdirSync(at('real'));
	symlinkSync('real', at('link'));
	interest.add([
		[at('link/a.ts'), ''],
		[at('node_modules/x/index.js'), ''],
	]);
	assert.ok(interest.has(path.join(root, 'real/a.ts'), 'saved'));
	assert.ok(!interest.has(at('node_modules/x/index.js'), 'saved'));
});
