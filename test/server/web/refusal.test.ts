import assert from 'node:assert/strict';
import test from 'node:test';
import {Refusal} from '../../../source/server/web/refusal.ts';

test('a refusal is an error with a status, a reason and a page', () => {
	const show = () => {};
	const refusal = new Refusal(403, 'CSRF token missing.', show);
	assert.ok(refusal instanceof Error);
	assert.deepEqual([refusal.status, refusal.message], [403, 'CSRF token missing.']);
	assert.equal(refusal.show, show);
});
