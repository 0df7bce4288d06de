import assert from 'node:assert/strict';
import test from 'node:test';
import {
	bordered,
	framed,
	insideOf,
	ruled,
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

test('rows between rules have the full width', () => {
	const rows = ruled(['one'], size, {title: 'Log', focused: false});
	assert.equal(rows[1], 'one'.padEnd(20));
	assert.match(rows[0]!, /^── Log ─+$/);
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
