import assert from 'node:assert/strict';
import test from 'node:test';
import {estimateOf} from '../../../source/migrations/rehearse/estimate.ts';
import type {RehearsedStep} from '../../../source/runs/events.ts';

const step = (milliseconds: number, ...times: number[]): RehearsedStep => ({
	...{migration: 'shop.0001', direction: 'forwards', milliseconds},
	statements: times.map((took, index) => ({sql: `${index}`, milliseconds: took})),
});

test('on all rows the run takes what the copy took', () => {
	const {milliseconds, from, to} = estimateOf([step(30, 10, 20), step(60, 55)]);
	assert.deepEqual([milliseconds, from, to], [90, 60, 145]);
});

test('on a sample, what depends on rows grows with them, and the range with what is not known', () => {
	const growth = new Map([
		['0', 1],
		['1', 100],
	]);
	const {milliseconds, from, to} = estimateOf([step(15, 1, 11)], growth);
	// The first statement and the commit take 4 ms in any case; of the second, 10 of 11 ms are for rows.
	assert.equal(milliseconds, 4 + 1 + 10 * 100);
	assert.ok(from < milliseconds / 2 && to > 11 * 100, `${from} to ${to}`);
});
