import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {App} from '../../../source/project/apps/app-registry.ts';
import {loadMiddleware} from '../../../source/project/apps/middleware.ts';
import {temporaryFolder} from '../../support/project.ts';

test('an app without the file has no middleware', async t => {
	const folder = temporaryFolder(t);
	assert.equal(await loadMiddleware({folder} as App, folder), undefined);
});

test('the default export makes it, and anything else is refused with the file', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'middleware.js');
	writeFileSync(file, 'export default () => 7;\n');
	const make = await loadMiddleware({folder} as App, folder);
	assert.equal(make!({} as never), 7);
	const other = temporaryFolder(t);
	writeFileSync(path.join(other, 'middleware.ts'), 'export const middleware = 1;\n');
	await assert.rejects(loadMiddleware({folder: other} as App, other), {
		message: 'middleware.ts does not export a middleware.',
		...{code: 'middleware', file: path.join(other, 'middleware.ts')},
	});
});
