import assert from 'node:assert/strict';
import test from 'node:test';
import {searchHint} from '../../../source/dashboard/log/log-search.ts';
import {numbered, openLog} from '../../support/opened-log.ts';

const lines = [...numbered(30), 'needle 1', ...numbered(30), 'needle 2', ...numbered(5)];

test('a search goes to the last match while following, and on from the cursor', () => {
	const {pane, log} = openLog(lines);
	const {onChange, onEnter} = pane.search.prompt('search');
	onChange!('needle');
	onEnter!('needle');
	assert.equal(log().cursor, 61);
	assert.equal(pane.search.find(-1), true);
	assert.equal(log().cursor, 30);
	assert.equal(pane.search.find(-1), false);
	assert.equal(pane.search.find(1), true);
	assert.equal(log().cursor, 61);
});

test('while it is typed the prompt counts the matches, then names the keys', () => {
	const {pane} = openLog(lines);
	const {hint, onChange} = pane.search.prompt('search');
	assert.equal(hint(), searchHint());
	onChange!('needle');
	assert.deepEqual(hint(), [`2 matches  ${searchHint()}`, '2 matches']);
});

test('a filter changes the view while it is typed, and moves nothing', () => {
	const {pane, log} = openLog(lines);
	const {onChange, onEnter, value} = pane.search.prompt('filter');
	assert.equal(value, '');
	onChange!('needle');
	onEnter!('needle');
	assert.equal(log().filter, 'needle');
	assert.equal(log().cursor, undefined);
});
