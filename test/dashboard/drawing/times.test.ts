import assert from 'node:assert/strict';
import test from 'node:test';
import {clock, day, listTime, shortTime} from '../../../source/dashboard/drawing/times.ts';

test('a time of today is a clock, an older one a date', () => {
	const now = new Date(2026, 10, 24, 18, 0);
	const at = (date: Date) => shortTime(date.toISOString(), now);
	assert.equal(at(new Date(2026, 10, 24, 4, 5, 9)), '04:05:09');
	assert.equal(at(new Date(2026, 10, 23, 23, 59)), '2026-11-23');
	assert.equal(shortTime('no time', now), '');
});

test('in a list an older time has its day and hour, with the year where there is room', () => {
	const now = new Date(2026, 10, 24, 18, 0);
	const at = (date: Date, withYear: boolean) => listTime(date.toISOString(), withYear, now);
	assert.equal(at(new Date(2026, 10, 24, 4, 5, 9), true), '04:05:09');
	assert.equal(at(new Date(2026, 10, 23, 14, 5, 9), true), '2026-11-23 14:05');
	assert.equal(at(new Date(2026, 10, 23, 14, 5, 9), false), '11-23 14:05');
	assert.equal(listTime('no time', true, now), '');
});

test('parts of a time have two digits', () => {
	assert.equal(clock(new Date(2026, 0, 2, 3, 4, 5)), '03:04:05');
	assert.equal(day(new Date(2026, 0, 2)), '2026-01-02');
});
