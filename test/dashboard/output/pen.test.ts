import assert from 'node:assert/strict';
import test from 'node:test';
import {Pen} from '../../../source/dashboard/output/pen.ts';
import {parse} from '../../../source/dashboard/output/row.ts';
import {defaultStyle} from '../../../source/terminal/style.ts';

const cells = (text: string) => parse(text, defaultStyle, 99).cells;

test('a letter beside the last one needs no move', () => {
	const pen = new Pen(10);
	for (const [x, cell] of cells('ab⣀⣿').entries()) {
		pen.moveTo(x, 0);
		pen.put(cell);
	}
	assert.equal(pen.text, '\u001B[Hab⣀⣿');
});

test('the shortest move is taken', () => {
	const pen = new Pen(80);
	const moves = ([x, y]: [number, number]) => {
		pen.text = '';
		pen.moveTo(x, y);
		return pen.text;
	};
	assert.equal(moves([40, 5]), '\u001B[6;41H');
	assert.equal(moves([41, 5]), '\u001B[C');
	assert.equal(moves([39, 5]), '\b\b');
	assert.equal(moves([0, 5]), '\r');
	assert.equal(moves([0, 6]), '\r\n');
});

test('a colour is written once, and taken back at the end', () => {
	const pen = new Pen(10);
	for (const cell of cells('\u001B[31mab')) pen.put(cell);
	assert.match(pen.end(), /^\u001B\[31mab\u001B\[[0-9;]*m$/);
	assert.equal(pen.style, defaultStyle);
});

test('behind the last column, and behind an uncertain letter, the next move is absolute', () => {
	const pen = new Pen(2);
	pen.moveTo(1, 0);
	pen.put(cells('a')[0]!);
	pen.text = '';
	pen.moveTo(1, 0);
	assert.equal(pen.text, '\u001B[1;2H');
	const other = new Pen(20);
	other.moveTo(0, 0);
	other.put({text: '👩‍🚀', style: defaultStyle}, 2);
	other.text = '';
	other.moveTo(2, 0);
	assert.equal(other.text, '\u001B[1;3H');
});
