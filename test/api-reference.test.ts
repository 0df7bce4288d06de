import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {apiPage, apiReference} from '../scripts/api.ts';

test('docs/api.md matches the exports and their comments (npm run api writes it)', () => {
	const reference = apiReference();
	assert.match(reference, /^### migrate$/m);
	assert.equal(readFileSync(apiPage, 'utf8'), reference);
});
