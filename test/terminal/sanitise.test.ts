import assert from 'node:assert/strict';
import test from 'node:test';
import {sanitise} from '../../source/terminal/sanitise.ts';

/** What may reach a terminal: text, tabs, line ends and colours. */
const safe =
	/^(?:\u001B\[[0-9;:]*m|[\t\n\u0020-\u007E\u00A0-\u061B\u061D-\u200D\u2010-\u2027\u202F-\u2065\u206A-\uFFFF])*$/;

test('plain text and colours pass untouched', () => {
	assert.equal(sanitise('GET /account/ 200\tok'), 'GET /account/ 200\tok');
	assert.equal(sanitise('\u001B[31mred\u001B[0m'), '\u001B[31mred\u001B[0m\u001B[0m');
	assert.equal(sanitise('\u001B[31mred\u001B[0m', {colour: false}), 'red');
});

const hostile: Record<string, string> = {
	'clear the screen': '\u001B[2J\u001B[Hx',
	'set the title': '\u001B]0;owned\u0007x',
	'set the title, other end': '\u001B]0;owned\u001B\\x',
	'write the clipboard': '\u001B]52;c;ZXZpbA==\u0007x',
	'C1 sequences': '\u009B2Jx\u009D0;t\u009Cy',
	'device control': '\u001BP$q"p\u001B\\x',
	reset: '\u001Bcx',
	'alternate screen': '\u001B[?1049hx',
	'carriage return': 'good\rEVIL',
	backspace: 'abc\b\b\bxyz',
	'a sequence without an end': '\u001B]0;never ends',
	'right to left': 'a\u202Etxt.exe',
	'nothing at all': 'a\0b',
	'a sequence inside a sequence': '\u001B\u001B[2J[2Jx',
	'hidden text': '\u001B[8mhidden',
	'a lone escape': '\u001B',
	'half a colour': '\u001B[31',
};

for (const [what, text] of Object.entries(hostile)) {
	test(`does not let through: ${what}`, () => {
		assert.match(sanitise(text), safe);
		assert.doesNotMatch(sanitise(text), /\[8m/);
	});
}

test('random bytes never come through as anything but text and colours', () => {
	let seed = 7;
	const random = (below: number) => {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		return Math.floor((seed / 2147483648) * below);
	};
	const alphabet = [
		'\u001B',
		'[',
		']',
		';',
		'2',
		'J',
		'm',
		'\u0007',
		'\\',
		'\u009B',
		'\u202E',
		'x',
		'\r',
		'P',
		'3',
	];
	for (let line = 0; line < 20_000; line++) {
		const text = Array.from({length: random(24)}, () => alphabet[random(alphabet.length)]).join('');
		assert.match(sanitise(text), safe, JSON.stringify(text));
	}
});

test('takes time in proportion to the length', () => {
	for (const piece of ['\u001B]', '\u001B[', '\u001B[1m', '\u001B]0;a', '\u009D']) {
		const time = (count: number) => {
			const text = piece.repeat(count);
			const start = performance.now();
			sanitise(text);
			return performance.now() - start;
		};
		time(1000);
		assert.ok(time(200_000) < 2000, `${JSON.stringify(piece)} 200,000 times`);
	}
});
