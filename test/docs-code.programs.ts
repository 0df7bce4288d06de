import assert from 'node:assert/strict';
import test from 'node:test';
import {compile} from './support/compile.ts';
import {filesOfPage} from './support/page-files.ts';

/** The pages whose TypeScript is a project each. */
const pages = [
	'docs/deployment.md',
	'docs/forms.md',
	'docs/sessions-and-static-files.md',
	'docs/settings.md',
	'docs/templates.md',
	'docs/views.md',
];

for (const page of pages) {
	test(`the TypeScript of ${page} compiles`, t => {
		assert.equal(compile(t, filesOfPage(page, 'ts')), '');
	});
}
