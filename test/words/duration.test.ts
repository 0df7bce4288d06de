import assert from 'node:assert/strict';
import test from 'node:test';
import {duration} from '../../source/words/duration.ts';

test('a duration has the unit that fits it', () => {
	assert.deepEqual([12.4, 1400, 125_000, -218_116_787_571].map(duration), [
		'12ms',
		'1.4s',
		'2m 05s',
		'0ms',
	]);
});
