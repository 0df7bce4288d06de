import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import {
	clip,
	clipStart,
	fit,
	measureWith,
	spread,
	widthOf,
	wrap,
} from '../../../source/dashboard/drawing/cells.ts';

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;

test('colours take no columns, wide letters two', () => {
	assert.equal(widthOf(red('abc')), 3);
	assert.equal(widthOf('日本'), 4);
});

test('a text is cut at a column, not inside a letter or colour', () => {
	assert.equal(clip('abcdef', 3), 'abc');
	assert.equal(clip('日本語', 3), '日');
	assert.equal(clip(red('abcdef'), 3), red('abc'));
	assert.equal(clip(red('abc'), 3), red('abc'));
});

test('the part right of a column keeps its colours, and half a letter is a space', () => {
	assert.equal(clipStart('abcdef', 4), 'ef');
	assert.equal(clipStart('abc', 4), '');
	assert.equal(clipStart(red('abcdef'), 4), red('ef'));
	assert.equal(clipStart(`${red('ab')}cd`, 3), `${red('')}d`);
	assert.equal(clipStart('日本語', 3), ' 語');
	assert.equal(clipStart(`${red('日')}b`, 1), `${red(' ')}b`);
	assert.equal(clipStart('e\u0301é x', 1), 'é x');
});

test('a text fills exactly its columns', () => {
	assert.equal(fit('ab', 4), 'ab  ');
	assert.equal(fit('abcdefgh', 6), 'abcde…');
	assert.equal(widthOf(fit('日本語日本語', 7)), 7);
});

test('two texts stand at the two ends, the right one whole', () => {
	assert.equal(spread('left', 'right', 12), 'left   right');
	assert.equal(spread('left side', 'right', 10), 'left…right');
});

test('text wraps at spaces, and long words anywhere', () => {
	assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
	assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
	assert.deepEqual(wrap('a\n\nb', 9), ['a', '', 'b']);
	assert.deepEqual(wrap('  key value', 6), ['  key', '  valu', '  e']);
	assert.deepEqual(wrap('日本語日', 5), ['日本', '語日']);
	assert.deepEqual(wrap('日本語', 1), ['日', '本', '語'], 'where there is no room at all');
});

test('each letter of a long word is measured once', t => {
	let measured = 0;
	measureWith(text => {
		measured += text.length;
		return stringWidth(text);
	});
	t.after(() => measureWith(stringWidth));
	const word = Array.from({length: 4000}, (_, index) => String.fromCodePoint(0x4e00 + index));
	assert.equal(wrap(word.join(''), 40).length, 200);
	assert.ok(measured < 4 * word.length, `${measured} letters were measured`);
});
