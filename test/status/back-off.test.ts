import assert from 'node:assert/strict';
import test from 'node:test';
import {BackOff} from '../../source/status/back-off.ts';

const problem = {code: 'database-unreachable', message: 'connect ECONNREFUSED'};

test('after 1, 2, 4, 8 and then every 30 seconds it is time to try again', () => {
	const backOff = new BackOff();
	const waited: number[] = [];
	for (let now = 0, last = 0; waited.length < 6; now += 500) {
		if (backOff.known(now)) continue;
		if (now > 0) waited.push((now - last) / 1000);
		last = now;
		backOff.tried(problem, now);
	}
	assert.deepEqual(waited, [1, 2, 4, 8, 30, 30]);
	assert.equal(backOff.next!.after, 30);
	const away = Date.parse(backOff.next!.at) - Date.now();
	assert.ok(away > 25_000 && away <= 30_000, `${away} ms`);
});

test('once it was reached, the next failure is tried again soon', () => {
	const backOff = new BackOff();
	for (const now of [0, 1000, 3000]) backOff.tried(problem, now);
	backOff.tried(undefined, 7000);
	assert.equal(backOff.next, undefined);
	assert.equal(backOff.known(7000), undefined);
	backOff.tried(problem, 8000);
	assert.equal(backOff.known(8999), problem);
	assert.equal(backOff.known(9000), undefined);
});
