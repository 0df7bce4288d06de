import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {matchPlace, shiftedBy} from '../../../source/dashboard/log/sideways.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';

const {log} = freshView();
const seen = {first: 0, firstRow: 0, last: 1, columns: 10, height: 5};

test('the view scrolls as far as the longest visible line reaches', () => {
	const store = new LogStore(0);
	store.push(['short', 'a line of 25 letters long', 'a much longer line that is out of sight']);
	assert.equal(shiftedBy(10, store, log, seen), 10);
	assert.equal(shiftedBy(10, store, {...log, shift: 10}, seen), 15);
	assert.equal(shiftedBy(-10, store, {...log, shift: 15}, seen), 5);
	assert.equal(shiftedBy(10, store, {...log, wrap: true}, seen), 0);
});

test('a match that is visible moves nothing, another one is scrolled to', () => {
	const view = {...log, search: 'needle'};
	assert.deepEqual(matchPlace('needle', false, view, 20), {row: 0, shift: 0});
	const far = `${'-'.repeat(50)}needle`;
	assert.deepEqual(matchPlace(far, false, view, 20), {row: 0, shift: 40});
	assert.deepEqual(matchPlace(far, false, {...view, shift: 45}, 20), {row: 0, shift: 45});
	assert.deepEqual(matchPlace('needle', false, {...view, shift: 45}, 20), {row: 0, shift: 0});
});

test('in a wrapped line it is the row that counts', () => {
	const view = {...log, search: 'needle', wrap: true};
	assert.deepEqual(matchPlace('one two three needle', false, view, 8), {row: 2, shift: 0});
});
