import assert from 'node:assert/strict';
import test from 'node:test';
import {plural} from '../../source/words/plural.ts';

test('one is one, and every other number is many', () => {
	assert.deepEqual(
		[0, 1, 2].map(count => plural(count, 'migration')),
		['0 migrations', '1 migration', '2 migrations'],
	);
	assert.equal(plural(2, 'match', 'matches'), '2 matches');
});
