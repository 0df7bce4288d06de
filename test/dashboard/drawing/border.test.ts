import assert from 'node:assert/strict';
import test from 'node:test';
import {
	bordered,
	framed,
	insideOf,
	rulesOf,
	scrolledTo,
} from '../../../source/dashboard/drawing/border.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';

const size = {columns: 20, rows: 4};
test.beforeEach(() => chooseLook({colour: false, unicode: true}));

test('a box has exactly its size, with title, right and bottom in its border', () => {
	const border = {title: 'Log', right: 'on', bottom: '2 lines', focused: false};
	assert.deepEqual(framed(['one', 'a row that is too long'], size, border), [
		'┌─ Log ─────── on ─┐',
		'│ one              │',
		'│ a row that is t… │',
		'└─ 2 lines ────────┘',
	]);
	assert.equal(framed([], {columns: 20, rows: 1}, border).length, 1);
});

test('a focused box has thick lines', () => {
	const [top] = framed([], size, {title: 'Log', focused: true});
	assert.match(top!, /^┏━ Log ━+┓$/);
});

test('rules have the same texts, and no corners', () => {
	const {upper, lower} = rulesOf(20, {title: 'Log', bottom: '2 lines', focused: false});
	assert.equal(upper, `── Log ${'─'.repeat(13)}`);
	assert.equal(lower, `── 2 lines ${'─'.repeat(9)}`);
});

test('a pane without a border has all its rows and columns for its text', () => {
	const borderless = {...size, borderless: true};
	assert.deepEqual(insideOf(borderless), size);
	assert.deepEqual(insideOf(size), {columns: 16, rows: 2});
	assert.deepEqual(bordered(['one'], borderless, {title: 'Log', focused: false}), [
		'one'.padEnd(20),
		...Array.from({length: 3}, () => ' '.repeat(20)),
	]);
});

test('a list scrolls no further than the selected row needs', () => {
	assert.equal(scrolledTo(5, 0, 4, 10), 2);
	assert.equal(scrolledTo(3, 2, 4, 10), 2);
	assert.equal(scrolledTo(1, 2, 4, 10), 1);
	assert.equal(scrolledTo(0, 9, 4, 10), 0);
	assert.equal(scrolledTo(0, 3, 4, 2), 0, 'a list that fits does not scroll');
});
