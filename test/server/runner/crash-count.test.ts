import assert from 'node:assert/strict';
import test from 'node:test';
import {CrashCount} from '../../../source/server/runner/crash-count.ts';

test('retries wait twice as long each time, and end after five crashes in a row', () => {
	const crashes = new CrashCount();
	const waits: number[] = [];
	while (crashes.mayRetry) waits.push(crashes.count());
	assert.deepEqual(waits, [250, 500, 1000, 2000, 4000]);
	crashes.reset();
	assert.equal(crashes.count(), 250);
});

test('the count starts again after 30 healthy seconds, but not if it crashes before', t => {
	t.mock.timers.enable({apis: ['setTimeout']});
	const crashes = new CrashCount();
	crashes.count();
	crashes.resetWhenHealthy();
	t.mock.timers.tick(29_999);
	assert.equal(crashes.count(), 500);
	t.mock.timers.tick(30_000);
	assert.equal(crashes.count(), 1000);
	crashes.resetWhenHealthy();
	t.mock.timers.tick(30_000);
	assert.equal(crashes.count(), 250);
});
