import assert from 'node:assert/strict';
import test from 'node:test';
import {csrfExempt, isCsrfExempt} from '../../../source/server/web/csrf-exemption.ts';

test('only the marked view is exempt', () => {
	const view = () => {};
	assert.ok(!isCsrfExempt(view));
	const exempt = csrfExempt(view);
	assert.ok(isCsrfExempt(exempt));
	assert.ok(!isCsrfExempt(() => exempt));
});
