import assert from 'node:assert/strict';
import test from 'node:test';
import {withCommas} from '../../source/words/with-commas.ts';

test('thousands are set apart', () => {
	for (const count of [0, 7, 999, 1000, 12_345, 1_234_567])
		assert.equal(withCommas(count), count.toLocaleString('en'));
});
