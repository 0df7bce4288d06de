import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {followImports} from '../../../source/project/import/follow-imports.ts';
import {hookImports, stateOf} from '../../../source/project/import/import-hooks.ts';
import {temporaryFolder} from '../../support/project.ts';

test('each import is reported once with its state, and what was not found without one', async t => {
	const folder = temporaryFolder(t);
	const at = (name: string) => path.join(folder, name);
	writeFileSync(at('a.mjs'), "import './c.json' with {type: 'json'};\nimport './b.js';\n");
	writeFileSync(at('b.cjs'), "require('./d.json');\n");
	for (const name of ['c.json', 'd.json']) writeFileSync(at(name), '{}');
	hookImports();
	const told: [string, string][] = [];
	const tell = followImports(files => told.push(...files));
	const imports = () => import(pathToFileURL(at('a.mjs')).href);
	await assert.rejects(imports);
	createRequire(at('a.mjs'))('./b.cjs');
	tell();
	tell();
	const here = told.filter(([file]) => path.dirname(file) === folder).sort();
	const expected = ['a.mjs', 'b.cjs', 'b.js', 'b.ts', 'b.tsx', 'c.json', 'd.json'];
	assert.deepEqual(
		here,
		expected.map(name => [at(name), stateOf(at(name))]),
	);
});
