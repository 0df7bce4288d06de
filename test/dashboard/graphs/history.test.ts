import assert from 'node:assert/strict';
import test from 'node:test';
import {
	groupTime,
	History,
	historyTime,
	pieceTime,
} from '../../../source/dashboard/graphs/history.ts';

const start = 1_000_000 * historyTime;

function filled(): History<{at: number}> {
	const history = new History(() => ({at: -1}));
	for (let at = 0; at < historyTime; at += pieceTime) history.at(start + at)!.at = at;
	return history;
}

test('groups hold all pieces, the newest last', () => {
	const history = filled();
	const now = start + historyTime - 1;
	for (const count of [120, 60, 40, 30, 24, 20, 12, 10, 6, 5]) {
		const groups = history.groups(count, now);
		assert.equal(groups.length, count);
		assert.equal(groups.flat().length, 120);
		assert.equal(groups.at(-1)!.at(-1)!.at, historyTime - pieceTime);
		assert.equal(groupTime(count) * count, historyTime);
	}
});

test('groups move on at once, when a whole one has passed', () => {
	const history = filled();
	const end = start + historyTime;
	const first = (now: number) => history.groups(10, now)[0]![0]!.at;
	assert.equal(first(end - 1), 0);
	assert.equal(first(end), groupTime(10));
	assert.equal(first(end + groupTime(10) - 1), groupTime(10));
});

test('what is too long ago is forgotten', () => {
	const history = filled();
	history.at(start + historyTime)!.at = 0;
	assert.equal(history.at(start), undefined);
	assert.equal(history.all(start + 3 * historyTime).length, 0);
});
