import assert from 'node:assert/strict';
import test from 'node:test';
import {isUp} from '../../source/runs/project-status.ts';

test('a server is up unless it is stopped or its state is unknown, also when its application crashed', () => {
	const states = ['stopped', 'unknown', 'running', 'crashed', 'stopping', 'unresponsive'] as const;
	assert.deepEqual(
		states.filter(state => isUp({state})),
		['running', 'crashed', 'stopping', 'unresponsive'],
	);
});
