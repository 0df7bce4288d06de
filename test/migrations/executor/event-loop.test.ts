import assert from 'node:assert/strict';
import test from 'node:test';
import {yieldToEventLoop} from '../../../source/migrations/executor/event-loop.ts';

test('a run of many short steps lets others have a turn', async () => {
	let others = 0;
	setImmediate(() => others++);
	let steps = 0;
	while (others === 0 && steps < 100_000) {
		await yieldToEventLoop();
		steps++;
	}
	assert.equal(others, 1);
});
