import assert from 'node:assert/strict';
import test from 'node:test';
import {coloured, colouredPart, plain, wantsColour} from '../../source/terminal/colours.ts';

test('a painted line resets everything, a part only what it has set', () => {
	assert.equal(plain('error', 'text'), 'text');
	assert.equal(coloured('error', 'text'), '\u001B[31mtext\u001B[0m');
	assert.equal(colouredPart('heading', 'text'), '\u001B[36;1mtext\u001B[39;22m');
});

test('a terminal gets colours, anything else does not', () => {
	assert.equal(wantsColour({isTTY: true}, {}), true);
	assert.equal(wantsColour({}, {}), false);
});

test('NO_COLOR and a dumb terminal turn colours off, whatever FORCE_COLOR says', () => {
	assert.equal(wantsColour({isTTY: true}, {NO_COLOR: '1', FORCE_COLOR: '1'}), false);
	assert.equal(wantsColour({isTTY: true}, {TERM: 'dumb', FORCE_COLOR: '1'}), false);
	assert.equal(wantsColour({isTTY: true}, {NO_COLOR: ''}), true);
});

test('FORCE_COLOR decides without a terminal, and 0 or false turns colours off', () => {
	assert.equal(wantsColour({}, {FORCE_COLOR: '1'}), true);
	for (const off of ['0', 'false'])
		assert.equal(wantsColour({isTTY: true}, {FORCE_COLOR: off}), false);
	assert.equal(wantsColour({isTTY: true}, {FORCE_COLOR: ''}), true);
});
