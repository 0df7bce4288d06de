import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageFile, packageVersion} from '../../source/system/package-files.ts';

test('files are found from the folder of our package.json, whatever the working directory', () => {
	assert.equal(
		packageFile('package.json'),
		path.resolve(import.meta.dirname, '../../package.json'),
	);
	assert.ok(existsSync(packageFile('source', 'index.ts')));
	assert.match(packageVersion(), /^\d+\.\d+\.\d+/);
});
