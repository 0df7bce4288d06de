import assert from 'node:assert/strict';
import test from 'node:test';
import {type EditedText, edited} from '../../../source/dashboard/input/editing.ts';
import {keyNamed} from '../../support/in-memory-dashboard.ts';

const family = '👨‍👩‍👧';
const accent = '\u0301';

function after(text: EditedText, ...keys: string[]): EditedText {
	return keys.reduce((before, name) => {
		const key = name.length > 1 && /^[A-Z]/.test(name) ? keyNamed(name) : {name, text: name};
		return edited(before, key) ?? before;
	}, text);
}

test('Backspace and the arrows take whole characters', () => {
	const text = {value: `a${family}e${accent}🇩🇪漢`};
	assert.equal(after(text, 'Backspace').value, `a${family}e${accent}🇩🇪`);
	assert.equal(after(text, 'Left', 'Left', 'Backspace').value, `a${family}🇩🇪漢`);
	assert.equal(after(text, 'Left', 'Left', 'Left', 'Backspace').value, `ae${accent}🇩🇪漢`);
});

test('at an end there is nothing to move over or to remove', () => {
	assert.equal(edited({value: 'a'}, keyNamed('Right')), undefined);
	assert.equal(edited({value: 'a', cursor: 0}, keyNamed('Left')), undefined);
	assert.equal(edited({value: 'a', cursor: 0}, keyNamed('Backspace')), undefined);
});

test('an accent that is typed alone belongs to the letter before it, and the cursor stays behind that', () => {
	const {value, cursor, input} = edited({value: 'eb', cursor: 1}, {name: accent, text: accent})!;
	assert.deepEqual({value, cursor, input}, {value: `e${accent}b`, cursor: 1, input: ''});
	assert.equal(after({value: 'नम', cursor: 1}, 'ि', 'क').value, 'निकम');
});

test('characters that meet become one', () => {
	assert.deepEqual(after({value: `ab${accent}`, cursor: 1}, 'Backspace').value, `b${accent}`);
	const {value, cursor} = edited({value: '🇩x🇪', cursor: 2}, keyNamed('Backspace'))!;
	assert.deepEqual({value, cursor}, {value: '🇩🇪', cursor: 1});
});

test('a paste is one line, and moves the cursor behind itself', () => {
	const paste = {name: 'Paste', text: `\n1\n${family}`};
	const {value, cursor, input} = edited({value: 'ab', cursor: 1}, paste)!;
	assert.equal(value, `a1 ${family}b`);
	assert.deepEqual([cursor, input.length], [4, 3]);
});
