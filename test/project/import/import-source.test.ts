import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	importFromProject,
	importSource,
	requireSourcesOf,
	resolveFromProject,
} from '../../../source/project/import/import-source.ts';
import {setVariable} from '../../support/environment.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

function fileWith(t: TestContext, name: string, text: string): [file: string, root: string] {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, name), text);
	return [path.join(root, name), root];
}

test('a source is imported, and its types are stripped', async t => {
	const module = await importSource(...fileWith(t, 'a.ts', 'export const x: number = 1;\n'));
	assert.equal(module.x, 1);
});

test('an error is one sentence with file and line', async t => {
	const [file, root] = fileWith(t, 'a.ts', '\nthrow new Error("no sea\\nat all");\n');
	await assert.rejects(importSource(file, root), {
		...{code: 'import-failed', file, line: 2},
		...{message: 'a.ts:2: no sea', sentence: 'no sea'},
	});
});

test('an environment that does not pass validation is told by its variables', async t => {
	const issues = [
		{path: ['DATABASE_URL'], message: 'Invalid URL'},
		{path: [{key: 'PORT'}], message: 'Expected number'},
	];
	const [file, root] = fileWith(
		t,
		'a.ts',
		`throw Object.assign(new Error('[\\n{'), {issues: ${JSON.stringify(issues)}});\n`,
	);
	await assert.rejects(importSource(file, root), {
		message: 'a.ts:1: DATABASE_URL: Invalid URL; PORT: Expected number',
		hint: 'Set DATABASE_URL, PORT in the environment.',
	});
});

test('for a variable that ES modules do not have, the hint names theirs', async t => {
	const [file, root] = fileWith(t, 'a.mts', 'export const folder = __dirname;\n');
	await assert.rejects(importSource(file, root), {
		...{line: 1, hint: /^Write import\.meta\.dirname in its place/},
	});
});

test('a variable without a value is to be set, where the text of an error names it', async t => {
	setVariable(t, 'SHOP_HOST', 'db');
	setVariable(t, 'SHOP_PASSWORD', '');
	const text = "throw new Error('env-var: SHOP_PASSWORD and SHOP_HOST are required, see A_B/c');\n";
	await assert.rejects(importSource(...fileWith(t, 'a.ts', text)), {
		hint: 'Set SHOP_PASSWORD in the environment.',
	});
	await assert.rejects(importSource(...fileWith(t, 'a.ts', 'SHOP_PASSWORD;\n')), {
		...{message: 'a.ts:1: SHOP_PASSWORD is not defined', hint: /^Fix a\.ts/},
	});
});

test('a sentence that announces others comes with them', async t => {
	const text =
		"throw new Error('Invalid environment:\\n  - PORT is missing\\n  - HOST is missing');\n";
	await assert.rejects(importSource(...fileWith(t, 'a.ts', text)), {
		message: 'a.ts:1: Invalid environment: - PORT is missing - HOST is missing',
	});
});

test('syntax that Node cannot strip needs tsx', async t => {
	const [file, root] = fileWith(t, 'a.ts', 'export enum Sea { North }\n');
	await assert.rejects(importSource(file, root), {code: 'needs-tsx', file});
});

test('decorators that need types need a loader that emits them', async t => {
	const [file, root] = fileWith(t, 'a.ts', '@Entity()\nexport class Book {}\n');
	const hint = async () => (await importSource(file, root).catch(Object)).hint;
	assert.match(await hint(), /: 'npm install --save-dev tsx' \(/);
	writeFileSync(
		path.join(root, 'tsconfig.json'),
		'{"compilerOptions": {"emitDecoratorMetadata": true}}',
	);
	assert.match(
		await hint(),
		/: 'npm install --save-dev @swc-node\/register @swc\/core' \(or @oxc-node\/core\)\.$/,
	);
});

test('the sources of a project of CommonJS are required', async t => {
	const [file, root] = fileWith(t, 'a.cjs', 'exports.x = typeof require;\n');
	requireSourcesOf(root);
	assert.deepEqual(await importSource(file, root), {x: 'function'});
});

test('a package is the one that the project has', async t => {
	const root = temporaryFolder(t);
	linkPackages(root);
	assert.equal(typeof (await importFromProject('@mikro-orm/core', root)).MikroORM, 'function');
	assert.throws(() => resolveFromProject('no-such-package', root), {
		...{code: 'not-installed', hint: `Run 'npm install no-such-package' in ${root}.`},
	});
});
