import assert from 'node:assert/strict';
import test from 'node:test';
import {Speed} from '../../../source/migrations/backfill/speed.ts';
import {filledInWords, progressInWords} from '../../../source/words/progress.ts';

test('the speed is that of the last ten seconds', () => {
	const speed = new Speed();
	assert.equal(speed.perSecond, 0);
	speed.add(1000, 0);
	assert.equal(speed.perSecond, 0, 'what was filled before does not count');
	speed.add(2000, 1000);
	assert.equal(speed.perSecond, 1000);
	for (let second = 2; second <= 30; second++) speed.add(2000 + second, second * 1000);
	assert.ok(speed.perSecond <= 1);
});

test('progress in words', () => {
	const some = {filled: 1200, total: 5000, perSecond: 41, remaining: 92, pace: 'normal'} as const;
	assert.equal(progressInWords(some), '1,200 of 5,000 rows, 41 per second, 1 min 32 s left');
	assert.equal(
		progressInWords({...some, total: null, remaining: null, pace: 'slow', waitingFor: 'a replica'}),
		'1,200 rows, 41 per second, slow, slower because of a replica',
	);
	assert.equal(
		progressInWords({...some, remaining: 7500, pace: 'paused'}),
		'1,200 of 5,000 rows, 2 h 5 min left, paused',
	);
	assert.equal(filledInWords(3, undefined), '3 rows');
});
