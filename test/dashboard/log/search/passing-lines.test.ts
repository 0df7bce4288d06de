import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {PassingLines} from '../../../../source/dashboard/log/search/passing-lines.ts';

function evenLines(count: number) {
	const store = new LogStore(0);
	store.push(Array.from({length: count}, (_, index) => String(index)));
	const passes = (line: string) => Number(line) % 2 === 0;
	const lines = new PassingLines(store, {key: 'even', passes, mayPass: () => true});
	lines.ask(0);
	return {store, lines};
}

test('the lines in memory are found at once', () => {
	const {lines} = evenLines(10);
	assert.equal(lines.isFinal, true);
	assert.equal(lines.count, 5);
	assert.equal(lines.progress, undefined);
});

test('matches are walked up and down from any line', () => {
	const {lines} = evenLines(7);
	assert.deepEqual([...lines.walk(2, 1)], [2, 4, 6]);
	assert.deepEqual([...lines.walk(5, -1)], [4, 2, 0]);
	assert.equal(lines.next(4, 1), 6);
	assert.equal(lines.next(4, -1), 2);
	assert.equal(lines.next(0, -1), undefined);
	assert.deepEqual([lines.has(4), lines.has(5)], [true, false]);
});

test('a match has a place among all, and cleared lines do not count', () => {
	const {lines} = evenLines(10);
	assert.equal(lines.placeOf(4), 2);
	lines.ask(5);
	assert.equal(lines.count, 2);
});

test('an empty log has no matches', () => {
	const {lines} = evenLines(0);
	assert.deepEqual([...lines.walk(0, 1)], []);
	assert.equal(lines.placeOf(3), 0);
	assert.equal(lines.isFinal, true);
});
