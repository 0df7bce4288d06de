import assert from 'node:assert/strict';
import test from 'node:test';
import {costOf, drawRow} from '../../../source/dashboard/output/difference.ts';
import {Pen} from '../../../source/dashboard/output/pen.ts';
import {blankRow, over, parse} from '../../../source/dashboard/output/row.ts';
import {defaultStyle} from '../../../source/terminal/style.ts';

const columns = 40;
const row = (text: string) => over(blankRow(columns), 0, parse(text, defaultStyle, columns).cells);
const drawn = (shown: string, wanted: string) => {
	const pen = new Pen(columns);
	drawRow(pen, 0, row(shown), row(wanted));
	return pen.end();
};

test('only what differs is written', () => {
	assert.equal(drawn('one two', 'one two'), '');
	assert.equal(drawn('one two three four', 'one two three FOUR'), '\u001B[1;15HFOUR');
});

test('two changes close together are one run', () => {
	assert.equal(drawn('abcdef', 'XbcdeY'), '\u001B[HXbcdeY');
});

test('the end of a row, and a wide gap in it, are erased', () => {
	assert.equal(drawn('one two three', 'one'), '\u001B[1;5H\u001B[K');
	assert.match(drawn('a..............b', 'a              b'), /\u001B\[14X/);
});

test('what differs more costs more', () => {
	const [same, little, much] = ['one two three', 'one two threE', 'ONE TWO THREE'].map(text =>
		costOf(row('one two three'), row(text)),
	);
	assert.equal(same, 0);
	assert.ok(little! > 0 && much! > little!);
});
