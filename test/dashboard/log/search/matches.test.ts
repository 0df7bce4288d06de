import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {
	matchCount,
	matchesIn,
	unfinished,
} from '../../../../source/dashboard/log/search/matches.ts';
import type {PassingLines} from '../../../../source/dashboard/log/search/passing-lines.ts';
import {freshView} from '../../../../source/dashboard/state/state.ts';

const {log} = freshView();
function storeWith(...lines: string[]): LogStore {
	const store = new LogStore(0);
	store.push(lines);
	return store;
}

test('matches are lines that have the text and pass filter and level', () => {
	const store = storeWith('GET a', 'POST a', 'GET b');
	const found = matchesIn(store, {...log, search: 'a', filter: 'get'})!;
	assert.deepEqual([...found.walk(0, 1)], [0]);
	assert.equal(matchesIn(store, log), undefined);
});

test('the count says which match the cursor is on', () => {
	const store = storeWith('a', 'b', 'a', 'a');
	const view = {...log, search: 'a'};
	assert.equal(matchCount(store, view), '3 matches');
	assert.equal(matchCount(store, {...view, cursor: 2}), 'match 2/3');
	assert.equal(matchCount(store, {...view, cursor: 1}), '3 matches');
	assert.equal(matchCount(store, {...view, cursor: 3, from: 1}), 'match 2/2');
	assert.equal(matchCount(store, {...view, search: ''}), '');
});

test('an unfinished search shows its progress once that is known', () => {
	const lines = (isFinal: boolean, progress?: number) => ({isFinal, progress}) as PassingLines;
	assert.equal(unfinished(lines(true)), '');
	assert.equal(unfinished(lines(false)), '…');
	assert.equal(unfinished(lines(false, 0.379)), '… 37 %');
});
