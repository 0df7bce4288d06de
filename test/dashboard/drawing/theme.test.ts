import assert from 'node:assert/strict';
import test from 'node:test';
import {
	chooseLook,
	glyphs,
	isColoured,
	paint,
	paintSelected,
	showsUnicode,
	wantsLines,
} from '../../../source/dashboard/drawing/theme.ts';

test.afterEach(() => chooseLook({colour: false, unicode: true}));

test('without colours a text stays as it is', () => {
	chooseLook({colour: false, unicode: true});
	assert.equal(isColoured(), false);
	assert.equal(paint('error', 'wrong'), 'wrong');
});

test('a selected row has one bar, whatever colours its parts have', () => {
	chooseLook({colour: true, unicode: true});
	assert.equal(paintSelected(`a ${paint('error', 'b')} c`), '\u001B[7ma b c\u001B[27m');
	assert.equal(paint('error', ''), '');
});

test('every mark has one in ASCII', () => {
	chooseLook({colour: false, unicode: false});
	const marks = Object.values(glyphs).join('');
	assert.match(marks, /^[ -~]+$/);
});

test('a locale with UTF-8, or none, shows Unicode; the Linux console does not', () => {
	assert.equal(showsUnicode({LANG: 'de_DE.UTF-8'}), true);
	assert.equal(showsUnicode({}), true);
	assert.equal(showsUnicode({LC_ALL: 'C', LANG: 'de_DE.UTF-8'}), false);
	assert.equal(showsUnicode({TERM: 'linux', LANG: 'C.UTF-8'}), false);
});

test('a screen reader gets lines', () => {
	assert.equal(wantsLines({INK_SCREEN_READER: 'true'}), true);
	assert.equal(wantsLines({ACCESSIBLE: '1'}), true);
	assert.equal(wantsLines({ACCESSIBLE: '0', INK_SCREEN_READER: 'false'}), false);
	assert.equal(wantsLines({}), false);
});
