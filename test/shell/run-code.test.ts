import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {runCode} from '../../source/shell/run-code.ts';
import {temporaryFolder} from '../support/project.ts';

test('code sees the names of its scope, may await, and imports from the project', async t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'sea.mjs'), "export const sea = 'north';\n");
	const found: unknown[] = [];
	const scope = {found} as never;
	await runCode("const {sea} = await import('./sea.mjs');\nfound.push(sea);", scope, root);
	assert.deepEqual(found, ['north']);
});

test('what it throws has its line, and warnings stay as they were', async t => {
	const root = temporaryFolder(t);
	const {emitWarning} = process;
	await assert.rejects(runCode("\nthrow new Error('no sea');", {} as never, root), error => {
		assert.match((error as Error).stack!, /\[shell\]:2:/);
		return true;
	});
	assert.equal(process.emitWarning, emitWarning);
});
