import assert from 'node:assert/strict';
import test from 'node:test';
import {ColouredText} from '../../../source/dashboard/drawing/coloured-text.ts';

const red = '\u001B[31m';
const end = '\u001B[0m';

test('a slice has the colour that holds at its start, and closes it', () => {
	const text = new ColouredText(`ab${red}cd\u001B[39mef`);
	assert.equal(text.letters, 'abcdef');
	assert.equal(text.slice(1, 3), `b${red}c${end}`);
	assert.equal(text.slice(3), `${red}d${end}ef`);
	assert.equal(text.slice(4, 6), 'ef');
});

test('wrapped rows keep their colours and their indent', () => {
	const text = new ColouredText(`${red}one two`);
	assert.deepEqual(text.wrapped(4), [`${red}one${end}`, `${red}two${end}`]);
	assert.deepEqual(new ColouredText('  ab cd').wrapped(4), ['  ab', '  cd']);
});
