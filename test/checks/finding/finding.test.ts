import assert from 'node:assert/strict';
import test from 'node:test';
import {isAtLeast, levels} from '../../../source/checks/finding/finding.ts';

test('levels are ordered from the mildest to the worst', () => {
	assert.deepEqual(
		levels.filter(level => isAtLeast(level, 'warning')),
		['warning', 'error', 'critical'],
	);
});
