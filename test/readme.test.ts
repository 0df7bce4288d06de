import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readmeWithKeys} from '../scripts/keys.ts';
import {packageRoot} from './support/project.ts';

test('the readme’s keys are those of the program (npm run keys writes them)', () => {
	const text = readFileSync(path.join(packageRoot, 'readme.md'), 'utf8');
	assert.equal(text, readmeWithKeys(text));
});
