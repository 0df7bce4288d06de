import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {
	firstLine,
	lastMarks,
	marksAbove,
	shownFrom,
	windowOf,
} from '../../../source/dashboard/log/window.ts';
import {freshView, type LogView} from '../../../source/dashboard/state/state.ts';

const {log} = freshView();
const store = new LogStore(0);
store.push(['GET 0', 'x', 'GET 2', 'x', 'GET 4', 'x']);
const seen = (part: Partial<LogView>, height = 3, rowsPerLine = 1) =>
	windowOf({
		store,
		view: {...log, ...part},
		height,
		rowsOf: number => Array.from({length: rowsPerLine}, (_, row) => `${number}.${row}`),
	});
const numbers = (lines: {number: number}[]) => lines.map(({number}) => number);

test('following, the end is visible; paused, what is below the top', () => {
	assert.deepEqual(numbers(seen({})), [3, 4, 5]);
	assert.deepEqual(numbers(seen({top: 1})), [1, 2, 3]);
	assert.deepEqual(numbers(seen({top: 5})), [3, 4, 5], 'the window stays full');
	assert.deepEqual(numbers(seen({top: 0, cursor: 4})), [2, 3, 4], 'the cursor is visible');
});

test('high lines are cut above and below', () => {
	const [first, last] = seen({top: 1, topRow: 1}, 3, 2);
	assert.deepEqual(first, {number: 1, rows: ['1.1'], above: 1});
	assert.deepEqual(last, {number: 2, rows: ['2.0', '2.1'], above: 0});
	assert.deepEqual(seen({}, 3, 2)[0], {number: 4, rows: ['4.1'], above: 1});
});

test('a filter leaves only the lines that pass', () => {
	assert.deepEqual(numbers(seen({filter: 'get'}, 2)), [2, 4]);
	assert.deepEqual(shownFrom(store, {...log, filter: 'get'}, 4, -1), {number: 2, missing: 0});
	assert.deepEqual(shownFrom(store, {...log, filter: 'get'}, 2, -3), {number: 0, missing: 2});
});

test('cleared lines do not count', () => {
	assert.equal(firstLine(store, {...log, from: 3}), 3);
	assert.deepEqual(shownFrom(store, {...log, from: 3}, 4, -5), {number: 3, missing: 4});
});

test('a mark is above the next visible line, or below the last one', () => {
	const view = {
		...log,
		filter: 'get',
		marks: [
			{before: 1, text: 'a'},
			{before: 5, text: 'b'},
		],
	};
	assert.deepEqual(marksAbove(store, view, 2), [view.marks[0]]);
	assert.deepEqual(marksAbove(store, view, 4), []);
	assert.deepEqual(lastMarks(store, view), [view.marks[1]]);
});
