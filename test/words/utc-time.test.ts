import assert from 'node:assert/strict';
import test from 'node:test';
import {utcTime} from '../../source/words/utc-time.ts';

test('a date and its ISO text are the same time in UTC, without milliseconds', () => {
	const iso = '2026-11-24T07:12:05.123Z';
	assert.equal(utcTime(iso), '2026-11-24 07:12:05 UTC');
	assert.equal(utcTime(new Date(iso)), utcTime(iso));
});
