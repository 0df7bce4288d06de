import assert from 'node:assert/strict';
import test from 'node:test';
import {retryDelay} from '../../source/system/retry-delay.ts';

test('waits longer after each failure, up to 30 seconds', () => {
	assert.deepEqual([1, 2, 3, 4, 5, 6, 100].map(retryDelay), [1, 2, 4, 8, 30, 30, 30]);
});
