import assert from 'node:assert/strict';
import test from 'node:test';
import {DatabaseRetry} from '../../source/status/database-retry.ts';

const problem = {code: 'database-unreachable', message: 'connect ECONNREFUSED'};

test('retries an unreachable database after 1, 2, 4 and 8 seconds, then every 30', () => {
	const retry = new DatabaseRetry();
	const waited: number[] = [];
	for (let now = 0, last = 0; waited.length < 6; now += 500) {
		if (retry.pending(now)) continue;
		if (now > 0) waited.push((now - last) / 1000);
		last = now;
		retry.tried(problem, now);
	}
	assert.deepEqual(waited, [1, 2, 4, 8, 30, 30]);
	assert.equal(retry.next!.after, 30);
	const away = Date.parse(retry.next!.at) - Date.now();
	assert.ok(away > 25_000 && away <= 30_000, `${away} ms`);
});

test('starts again at one second after a success', () => {
	const retry = new DatabaseRetry();
	for (const now of [0, 1000, 3000]) retry.tried(problem, now);
	retry.tried(undefined, 7000);
	assert.equal(retry.next, undefined);
	assert.equal(retry.pending(7000), undefined);
	retry.tried(problem, 8000);
	assert.equal(retry.pending(8999), problem);
	assert.equal(retry.pending(9000), undefined);
});
