import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {compile} from './support/compile.ts';
import {packageRoot} from './support/project.ts';

/** The pages whose TypeScript is a project. */
const pages = ['docs/views.md'];

/**
 * The TypeScript of a page as the files of one project. A block that begins with the name of its file,
 * `// books/views.ts`, is that file; any other is a module of its own.
 */
function filesOf(page: string): Record<string, string> {
	const text = readFileSync(path.join(packageRoot, page), 'utf8');
	const blocks = [...text.matchAll(/^```ts\n((?:\/\/ (\S+\.ts)\n)?.*?)^```$/gms)];
	return Object.fromEntries(
		blocks.map(([, code, name], index) => [name ?? `block-${index + 1}.ts`, code!]),
	);
}

for (const page of pages) {
	test(`the TypeScript of ${page} compiles`, t => {
		const files = filesOf(page);
		assert.ok(Object.keys(files).length > 1, 'the search finds it');
		assert.equal(compile(t, files), '');
	});
}
