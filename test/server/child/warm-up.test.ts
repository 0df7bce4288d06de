import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {warmUp} from '../../../source/server/child/warm-up.ts';
import {setVariable} from '../../support/environment.ts';
import {temporaryFolder} from '../../support/project.ts';

test('modules are loaded with the environment of .env; one that fails does not stop the others', async t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, '.env'), 'WARM_UP_TEST=from-env\n');
	const file = path.join(root, 'package.mjs');
	writeFileSync(file, 'globalThis.warmUpTest = process.env.WARM_UP_TEST;');
	setVariable(t, 'WARM_UP_TEST', undefined);
	await warmUp(root, ['file:///nowhere.mjs', pathToFileURL(file).href]);
	assert.equal((globalThis as {warmUpTest?: string}).warmUpTest, 'from-env');
	await warmUp(temporaryFolder(t), []);
});
