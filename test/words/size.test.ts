import assert from 'node:assert/strict';
import test from 'node:test';
import {sizeInWords} from '../../source/words/size.ts';

test('a size has at most three digits', () => {
	assert.deepEqual([0, 999, 1000, 24_576, 999_600, 1_240_000_000, 5e15].map(sizeInWords), [
		'0 bytes',
		'999 bytes',
		'1.0 kB',
		'25 kB',
		'1.0 MB',
		'1.2 GB',
		'5000 TB',
	]);
});
