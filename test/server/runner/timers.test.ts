import assert from 'node:assert/strict';
import test from 'node:test';
import {Timers} from '../../../source/server/runner/timers.ts';

test('actions run after their delay, unless they are cleared before', t => {
	t.mock.timers.enable({apis: ['setTimeout']});
	const timers = new Timers();
	const done: string[] = [];
	timers.after(10, () => done.push('first'));
	timers.after(20, () => done.push('second'));
	t.mock.timers.tick(15);
	timers.clear();
	t.mock.timers.tick(100);
	timers.after(5, () => done.push('third'));
	t.mock.timers.tick(5);
	assert.deepEqual(done, ['first', 'third']);
});
