import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {recordPackages} from '../../../source/server/child/package-recorder.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the packages that a project’s sources import are recorded, until recording stops', async t => {
	const root = temporaryFolder(t);
	const write = (name: string, source: string) => {
		const file = path.join(root, name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, source);
		return pathToFileURL(file).href;
	};
	for (const name of ['one', 'two', 'three'])
		write(`node_modules/${name}/package.json`, '{"type": "module", "exports": "./index.js"}');
	const one = write('node_modules/one/index.js', "import './inner.js'; import 'two';");
	write('node_modules/one/inner.js', '');
	write('node_modules/two/index.js', '');
	write('node_modules/three/index.js', '');
	write('views.mjs', '');
	const stop = recordPackages();
	await import(write('main.mjs', "import 'one'; import './views.mjs'; import 'node:fs';"));
	assert.deepEqual(stop(), [one]);
	await import(write('later.mjs', "import 'three';"));
	assert.deepEqual(stop(), [one]);
});
