import assert from 'node:assert/strict';
import test from 'node:test';
import {blankRow, over, parse} from '../../../source/dashboard/output/row.ts';
import {findScroll, scrolled} from '../../../source/dashboard/output/scroll.ts';
import {defaultStyle} from '../../../source/terminal/style.ts';

const columns = 30;
const rows = (...texts: string[]) =>
	texts.map(text => over(blankRow(columns), 0, parse(text, defaultStyle, columns).cells));
const words = ['alpha beta gamma', 'delta epsilon', 'zeta eta theta', 'iota kappa', 'lambda mu nu'];

test('rows that moved up by one are a scroll', () => {
	const shown = rows('title', ...words);
	const wanted = rows('title', ...words.slice(1), 'omikron pi rho');
	assert.deepEqual(findScroll(shown, wanted), {top: 1, bottom: 5, count: 1});
});

test('rows that moved down are one as well', () => {
	const wanted = rows('omikron pi rho', ...words.slice(0, -1));
	assert.equal(findScroll(rows(...words), wanted)?.count, -1);
});

test('few changes, and rows without anything in common, are drawn', () => {
	assert.equal(findScroll(rows(...words), rows('ALPHA', ...words.slice(1))), undefined);
	assert.equal(findScroll(rows('a', 'b', 'c'), rows('x', 'y', 'z')), undefined);
});

test('after a scroll the rows that come in are blank', () => {
	const shown = rows('a', 'b', 'c', 'd');
	const after = scrolled(shown, {top: 1, bottom: 3, count: 1});
	assert.deepEqual(after, [shown[0], shown[2], shown[3], blankRow(columns)]);
});
