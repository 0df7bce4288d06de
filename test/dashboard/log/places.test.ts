import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {earlier, isBefore, later, Places} from '../../../source/dashboard/log/places.ts';
import {freshView, type LogView} from '../../../source/dashboard/state/state.ts';

const viewport = {first: 0, firstRow: 0, last: 0, columns: 4, height: 3};

function placesOf(lines: string[], part: Partial<LogView> = {}): Places {
	const store = new LogStore(0);
	store.push(lines);
	return new Places(store, {...freshView().log, wrap: true, ...part}, viewport);
}

test('a step over rows goes on in the next lines', () => {
	const places = placesOf(['aa', 'aa bb cc', 'aa']);
	assert.deepEqual(places.moved({line: 0, row: 0}, 2), {line: 1, row: 1, missing: 0});
	assert.deepEqual(places.moved({line: 2, row: 0}, -1), {line: 1, row: 2, missing: 0});
});

test('rows that do not exist are counted as missing', () => {
	const places = placesOf(['aa', 'aa bb']);
	assert.deepEqual(places.moved({line: 0, row: 0}, -2), {line: 0, row: 0, missing: 2});
	assert.deepEqual(places.moved({line: 1, row: 1}, 3), {line: 1, row: 1, missing: 3});
});

test('a full window is seen at the end of the log', () => {
	const places = placesOf(['1', '2', '3', '4', '5'], {top: 4, cursor: 4});
	assert.deepEqual(places.top, {line: 2, row: 0, missing: 0});
});

test('a mark is a row above its line', () => {
	const marks = [{before: 1, text: 'mark'}];
	assert.deepEqual(placesOf(['1', '2'], {marks}).endOf(1), {line: 1, row: 1});
});

test('places are ordered by line, then by row', () => {
	const [one, other] = [
		{line: 1, row: 2},
		{line: 2, row: 0},
	];
	assert.equal(isBefore(one, other), true);
	assert.equal(isBefore({line: 1, row: 1}, one), true);
	assert.equal(earlier(other, one), one);
	assert.equal(later(other, one), other);
});
