import assert from 'node:assert/strict';
import test from 'node:test';
import {numbered, openLog} from '../../support/opened-log.ts';

/** Ten rows of 20 letters, each with its number at the end. */
const tall = Array.from({length: 10}, (_, row) => `${'t'.repeat(18)}.${row}`).join('');
const row = (number: number) => `${'t'.repeat(18)}.${number}`;

function openWrapped(lines: string[]) {
	const opened = openLog(lines, 20);
	opened.pane.toggleWrap();
	return opened;
}

test('a line higher than the window starts at its beginning and scrolls by rows', () => {
	const {draw, pane, log} = openWrapped(['a', 'b', 'c', tall, 'd', 'e']);
	pane.scroll(Number.NEGATIVE_INFINITY);
	assert.deepEqual(draw(5), ['a', 'b', 'c', row(0), row(1)]);
	for (let times = 0; times < 3; times++) pane.scroll(1);
	assert.equal(log().cursor, 3);
	assert.deepEqual(draw(5), ['a', 'b', 'c', row(0), row(1)]);
	pane.scroll(1);
	assert.deepEqual(draw(5), ['b', 'c', ...[0, 1, 2].map(row)], 'then row by row');
	for (let times = 0; times < 7; times++) pane.scroll(1);
	assert.deepEqual(draw(5), [5, 6, 7, 8, 9].map(row));
	pane.scroll(1);
	assert.equal(log().cursor, 4, 'after its last row the next line');
	assert.deepEqual(draw(5), [...[6, 7, 8, 9].map(row), 'd']);
});

test('scrolling up, such a line starts at its end', () => {
	const {draw, pane, log} = openWrapped(['a', tall, ...numbered(9)]);
	draw(5);
	pane.scroll(-5);
	assert.deepEqual(draw(5), [row(9), ...numbered(4)]);
	assert.equal(log().cursor, 1);
	pane.scroll(-1);
	assert.deepEqual(draw(5), [row(8), row(9), ...numbered(3)]);
	for (let times = 0; times < 8; times++) pane.scroll(-1);
	assert.deepEqual(draw(5), [0, 1, 2, 3, 4].map(row));
	pane.scroll(-1);
	assert.deepEqual(draw(5), ['a', ...[0, 1, 2, 3].map(row)]);
	assert.equal(log().cursor, 0);
	pane.scroll(1);
	assert.deepEqual([log().cursor, draw(5)[0]], [1, 'a'], 'no more moves than has to');
});

test('a page is as high as the window, whatever lines it has', () => {
	const {draw, pane} = openWrapped(['a', tall, ...numbered(6)]);
	const seen: string[] = [];
	draw(4);
	pane.scroll(Number.NEGATIVE_INFINITY);
	for (let page = 0; page < 4; page++) {
		seen.push(...draw(4));
		pane.scroll(4);
	}
	const all = ['a', ...Array.from({length: 10}, (_, number) => row(number)), ...numbered(6)];
	assert.deepEqual(seen, all.slice(0, 16), 'nothing is skipped, nothing is seen twice');
	assert.deepEqual(draw(4), all.slice(-4));
	for (let page = 0; page < 3; page++) pane.scroll(-4);
	assert.deepEqual(draw(4), all.slice(1, 5));
});

test('a page up from the end moves a whole page', () => {
	const {draw, pane, log} = openLog(numbered(30));
	pane.scroll(-1);
	for (let times = 0; times < 5; times++) {
		pane.scroll(1);
		draw(5);
	}
	assert.equal(log().cursor, 29);
	assert.deepEqual(draw(5), numbered(30).slice(-5));
	pane.scroll(-5);
	assert.equal(draw(5)[0], 'line 20');
});

test('the last line is cut at the lower edge, and while following the first one at the upper edge', () => {
	const {draw, pane} = openWrapped([tall, 'a', tall]);
	assert.deepEqual(draw(5), [5, 6, 7, 8, 9].map(row));
	assert.deepEqual(draw(12).slice(0, 3), [row(9), 'a', row(0)]);
	pane.scroll(-1);
	assert.deepEqual(draw(12), [row(8), row(9), 'a', ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map(row)]);
});

test('a search shows the row with the match', () => {
	const lines = [...numbered(9), `${'x '.repeat(100)}needle ${'y '.repeat(100)}`, 'end'];
	const {draw, pane, view, log} = openWrapped(lines);
	draw(5);
	view.change({log: {...log(), search: 'needle'}});
	assert.ok(pane.search.find(-1));
	assert.match(draw(5).join('\n'), /»needle«/);
});

test('a match beyond the right edge is scrolled into view', () => {
	const {draw, pane, view, log} = openLog(['needle', `${'x'.repeat(100)} needle`, 'end']);
	view.change({log: {...log(), search: 'needle'}});
	assert.ok(pane.search.find(-1));
	assert.match(draw(3)[1]!, /»needle«/);
	assert.ok(pane.search.find(-1));
	assert.equal(draw(3)[0], '»needle«');
});

test('after wrapping, the cursor is still visible and continues from its line', () => {
	const {draw, pane, log} = openLog(['a', tall, 'b', tall, 'c', 'd', 'e'], 20);
	draw(5);
	pane.scroll(Number.NEGATIVE_INFINITY);
	for (let times = 0; times < 4; times++) pane.scroll(1);
	assert.equal(draw(5)[4], 'c');
	pane.toggleWrap();
	assert.deepEqual(draw(5), [...[6, 7, 8, 9].map(row), 'c']);
	pane.scroll(1);
	assert.deepEqual(draw(5), [...[7, 8, 9].map(row), 'c', 'd']);
	for (let times = 0; times < 3; times++) pane.scroll(-1);
	assert.deepEqual(
		[log().cursor, draw(5)[0]],
		[3, row(6)],
		'a line that is seen in part stays where it is',
	);
	pane.toggleWrap();
	assert.equal(draw(5)[0], 'b', 'the last of them fill the pane');
	pane.scroll(1);
	assert.equal(log().cursor, 4);
});
