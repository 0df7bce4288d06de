import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import {measureWith} from '../../../source/dashboard/drawing/cells.ts';
import {blankRow, isSame, over, parse, unknownRow} from '../../../source/dashboard/output/row.ts';
import {defaultStyle} from '../../../source/terminal/style.ts';

test.beforeEach(() => measureWith(stringWidth));
const texts = (cells: readonly {text: string}[]) => cells.map(({text}) => text);

test('a wide letter takes two cells', () => {
	assert.deepEqual(texts(parse('a日b', defaultStyle, 9).cells), ['a', '日', '', 'b']);
});

test('colours become styles, and the last one is returned', () => {
	const {cells, style} = parse('a\u001B[31mb', defaultStyle, 9);
	assert.equal(cells[0]!.style, defaultStyle);
	assert.equal(cells[1]!.style.codes, '31');
	assert.equal(style, cells[1]!.style);
});

test('text is cut to the room there is; half a wide letter is a space', () => {
	assert.deepEqual(texts(parse('a日b', defaultStyle, 2).cells), ['a', ' ']);
	assert.deepEqual(parse('abc', defaultStyle, 0).cells, []);
});

test('cells that cut a wide letter in half leave a space', () => {
	const {cells} = parse('日本', defaultStyle, 4);
	const {cells: part} = parse('xy', defaultStyle, 4);
	assert.deepEqual(texts(over(cells, 1, part)), [' ', 'x', 'y', ' ']);
});

test('an unknown row differs from every other', () => {
	assert.equal(isSame(unknownRow(2)[0]!, blankRow(2)[0]!), false);
	assert.equal(isSame(blankRow(2)[0]!, parse(' ', defaultStyle, 1).cells[0]!), true);
});
