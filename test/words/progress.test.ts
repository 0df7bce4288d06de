import assert from 'node:assert/strict';
import test from 'node:test';
import {roughTime} from '../../source/words/progress.ts';

test('an estimate is no more exact than it can be', () => {
	const times = [9, 10, 41, 89, 90, 149, 150, 5369, 5370, 7200];
	const texts = ['9 s', '10 s', '50 s', '90 s', '2 min', '2 min', '3 min', '89 min', '1 h', '2 h'];
	assert.deepEqual(times.map(roughTime), texts);
});
