import assert from 'node:assert/strict';
import test from 'node:test';
import {oneLine, splitKeys} from '../../../source/dashboard/input/keys.ts';

const names = (input: string) => splitKeys(input).keys.map(({name}) => name);

test('keys that arrive in one read are several', () => {
	assert.deepEqual(names('jjM'), ['j', 'j', 'M']);
	assert.deepEqual(names('a\r\t\u007F\u0003'), ['a', 'Enter', 'Tab', 'Backspace', '^C']);
	assert.deepEqual(names('\u001B[B\u001B[Bx\u001B[5~\u001B[Z'), [
		'Down',
		'Down',
		'x',
		'PgUp',
		'S-Tab',
	]);
});

test('an escape before another key is Esc, never Alt', () => {
	assert.deepEqual(names('\u001Bj'), ['Esc', 'j']);
	assert.deepEqual(names('\u001B\u001B[A'), ['Esc', 'Up']);
});

test('half an escape sequence waits for its rest', () => {
	assert.deepEqual(splitKeys('a\u001B['), {keys: [{name: 'a', text: 'a'}], rest: '\u001B['});
	assert.equal(splitKeys('\u001B').rest, '\u001B');
});

test('a paste is one key, even if it contains keys', () => {
	const {keys, rest} = splitKeys('\u001B[200~My\nq\u001B[201~j');
	assert.deepEqual(keys, [
		{name: 'Paste', text: 'My\nq'},
		{name: 'j', text: 'j'},
	]);
	assert.equal(rest, '');
	assert.equal(splitKeys('\u001B[200~My').keys.length, 0);
});

test('a letter of several code points is one key', () => {
	assert.deepEqual(names('e\u0301👩‍🚀ü'), ['e\u0301', '👩‍🚀', 'ü']);
});

test('a paste for a field is one line without controls', () => {
	assert.equal(oneLine({name: 'Paste', text: ' a\r\nb\tc\u0007 '}), 'a b c');
	assert.equal(oneLine({name: '\t', text: '\t'}), '\t', 'only pastes are changed');
});
