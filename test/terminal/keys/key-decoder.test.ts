import assert from 'node:assert/strict';
import test from 'node:test';
import {oneLine} from '../../../source/terminal/keys/key.ts';
import {KeyDecoder} from '../../../source/terminal/keys/key-decoder.ts';
import {fuzzInput, keysIn, namesOf, sequences} from '../../support/terminal-input.ts';

test('keys that arrive in one read are several', () => {
	assert.deepEqual(keysIn('jjM'), ['j', 'j', 'M']);
	assert.deepEqual(keysIn('a\r\t\u007F\u0003'), ['a', 'Enter', 'Tab', 'Backspace', '^C']);
	assert.deepEqual(keysIn('\u001B[B\u001B[Bx\u001B[5~\u001B[Z'), [
		'Down',
		'Down',
		'x',
		'PgUp',
		'S-Tab',
	]);
});

test('an escape before another key is Esc, never Alt', () => {
	assert.deepEqual(keysIn('\u001Bj'), ['Esc', 'j']);
	assert.deepEqual(keysIn('\u001B\u001B[A'), ['Esc', 'Up']);
});

test('a letter of several code points is one key', () => {
	assert.deepEqual(keysIn('e\u0301👩‍🚀ü'), ['e\u0301', '👩‍🚀', 'ü']);
});

test('what a terminal sends is one key or none, wherever it is split', () => {
	for (const [text, name] of Object.entries(sequences)) {
		const wanted = name === '' ? ['j'] : [name, 'j'];
		for (let first = 0; first <= text.length; first++) {
			const reads = [text.slice(0, first), `${text.slice(first)}j`];
			assert.deepEqual(keysIn(...reads), wanted, JSON.stringify(reads));
		}
		assert.deepEqual(keysIn(...text, 'j'), wanted, `${JSON.stringify(text)}, letter by letter`);
	}
});

test('the beginning of a sequence is no key, and the keys after a pause are', () => {
	for (const text of Object.keys(sequences)) {
		for (let length = 2; length < text.length; length++) {
			const decoder = new KeyDecoder();
			const keys = [...decoder.feed(text.slice(0, length)), ...decoder.expire()];
			// `ESC [ t` and others are whole before their end.
			assert.deepEqual(namesOf(keys), [], JSON.stringify(text.slice(0, length)));
			assert.equal(decoder.patience, undefined);
			assert.deepEqual(namesOf(decoder.feed('j')), ['j']);
		}
	}
});

test('a sequence whose escape was taken for the key is none', () => {
	for (const rest of ['[A', '[<0;1;2M', ']11;rgb:0/0/0\u0007']) {
		const decoder = new KeyDecoder();
		decoder.feed('\u001B');
		assert.deepEqual(namesOf(decoder.expire()), ['Esc']);
		assert.deepEqual(
			namesOf(decoder.feed(rest)).filter(name => name !== 'Up'),
			[],
		);
	}
	const decoder = new KeyDecoder();
	decoder.feed('\u001B');
	decoder.expire();
	assert.deepEqual(namesOf(decoder.feed('[')), ['['], 'a key alone is one');
});

test('^C is a key in everything that has no end', () => {
	for (const begun of [
		'\u001B]0;title',
		'\u001BP1',
		'\u001B[',
		'\u001B[M',
		'\u001B[200~abc',
		'\u001BO',
	]) {
		assert.deepEqual(keysIn(begun, '\u0003').at(-1), '^C', JSON.stringify(begun));
		assert.deepEqual(keysIn(`${begun}\u0003`).at(-1), '^C', JSON.stringify(begun));
	}
});

test('a paste is one key, even if it contains keys', () => {
	assert.deepEqual(new KeyDecoder().feed('\u001B[200~My\nq\u001B[201~j'), [
		{name: 'Paste', text: 'My\nq'},
		{name: 'j', text: 'j'},
	]);
	for (let length = 1; length < 6; length++) {
		const end = '\u001B[201~';
		const reads = ['\u001B[200~My', ` q${end.slice(0, length)}`, `${end.slice(length)}j`];
		assert.deepEqual(keysIn(...reads), ['Paste', 'j']);
	}
});

test('a paste without an end ends after a pause', () => {
	const decoder = new KeyDecoder();
	assert.deepEqual(decoder.feed('\u001B[200~My\u001B[20'), []);
	assert.equal(decoder.patience, 1000);
	assert.deepEqual(decoder.expire(), [{name: 'Paste', text: 'My\u001B[20'}]);
	assert.deepEqual(namesOf(decoder.feed('j')), ['j']);
});

test('what is pasted with ^C presses no key', () => {
	assert.deepEqual(keysIn('\u001B[200~a\u0003M', 'y\u001B[201~j'), ['^C', 'j']);
});

test('each character of a paste is read once', () => {
	const decoder = new KeyDecoder();
	const chunk = 'x'.repeat(1024);
	decoder.feed('\u001B[200~');
	// Reading the paste again for each read would look at 12 GB.
	for (let read = 0; read < 5000; read++) decoder.feed(chunk);
	const [key] = decoder.feed('\u001B[201~');
	assert.equal(key?.text.length, 5000 * 1024);
});

test('a sequence or an answer without an end does not grow without limit', () => {
	assert.deepEqual(keysIn(`\u001B[${'1;'.repeat(200)}`, 'j').at(-1), 'j');
	assert.deepEqual(keysIn('\u001B]', 'x'.repeat(1 << 20), 'j'), ['j']);
});

test('keys mixed with sequences and parts of them: none acts that was not pressed', () => {
	fuzzInput(1, 20_000);
});

test('a paste for a field is one line without controls', () => {
	assert.equal(oneLine({name: 'Paste', text: ' a\r\nb\tc\u0007 '}), 'a b c');
	assert.equal(oneLine({name: '\t', text: '\t'}), '\t', 'only pastes are changed');
});
