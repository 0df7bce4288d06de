import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {hookImports, importedFiles, stateOf} from '../../../source/project/import/import-hooks.ts';
import {temporaryFolder} from '../../support/project.ts';

test('each imported file is recorded with its state, whatever its query', async t => {
	const file = path.join(temporaryFolder(t), 'a.mjs');
	writeFileSync(file, 'export {};\n');
	hookImports();
	hookImports();
	await import(`${pathToFileURL(file).href}?again`);
	assert.equal(importedFiles().get(file), stateOf(file));
});

test('packages are not recorded', async () => {
	hookImports();
	await import('valibot');
	assert.deepEqual(
		[...importedFiles().keys()].filter(file => file.includes('/node_modules/')),
		[],
	);
});

test('the state changes with the file', t => {
	const file = path.join(temporaryFolder(t), 'a.txt');
	assert.equal(stateOf(file), '');
	writeFileSync(file, 'one');
	const before = stateOf(file);
	assert.equal(stateOf(file), before);
	writeFileSync(file, 'three');
	assert.notEqual(stateOf(file), before);
});
