import assert from 'node:assert/strict';
import test from 'node:test';
import {clip, fit, spread, widthOf, wrap} from '../../source/dashboard/cells.ts';

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;

test('colours take no columns, wide letters two', () => {
	assert.equal(widthOf(red('abc')), 3);
	assert.equal(widthOf('日本'), 4);
});

test('a text is cut at a column, never inside a letter or a colour', () => {
	assert.equal(clip('abcdef', 3), 'abc');
	assert.equal(clip('日本語', 3), '日');
	assert.equal(clip(red('abcdef'), 3), red('abc'));
	assert.equal(clip(red('abc'), 3), red('abc'));
});

test('a text fills exactly the columns it is given', () => {
	assert.equal(fit('ab', 4), 'ab  ');
	assert.equal(fit('abcdefgh', 6), 'abcde…');
	assert.equal(widthOf(fit('日本語日本語', 7)), 7);
});

test('two texts stand at the two ends, the right one whole', () => {
	assert.equal(spread('left', 'right', 12), 'left   right');
	assert.equal(spread('left side', 'right', 10), 'left…right');
});

test('text is broken at spaces, long words where they must', () => {
	assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
	assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
	assert.deepEqual(wrap('a\n\nb', 9), ['a', '', 'b']);
	assert.deepEqual(wrap('  key value', 6), ['  key', '  valu', '  e']);
});
