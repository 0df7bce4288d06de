import assert from 'node:assert/strict';
import test from 'node:test';
import {sanitise} from '../../source/terminal/sanitise.ts';
import {workRatio} from '../support/work.ts';

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
	'a link': '\u001B]8;;http://evil.example\u001B\\here\u001B]8;;\u001B\\x',
	'a string of C1': '\u009D0;owned\u0007x',
	'an end without a beginning': 'x\u009C',
	bell: 'a\u0007b',
	'another character set': 'a\u000Eb\u000Fc',
	'a sequence cut by a line end': '\u001B[2\nJx',
	'the terminal asked for an answer': '\u001B[c\u001B[6n\u0005x',
};

for (const [what, text] of Object.entries(hostile)) {
	test(`does not let through: ${what}`, () => {
		assert.match(sanitise(text), safe);
		assert.doesNotMatch(sanitise(text), /\[8m/);
	});
}

/** Bytes as a request or a program could send them, every second line mostly of what terminals obey. */
function randomLine(random: (below: number) => number): string {
	const pick = random(2) === 0 ? () => random(256) : () => charged[random(charged.length)]!;
	const bytes = Buffer.from(Array.from({length: random(40)}, pick));
	return bytes.toString(random(2) === 0 ? 'latin1' : 'utf8');
}

const charged = [
	...Buffer.from('\u001B\u001B[[]];:?2058mJHPX^_\\\u0007\rx\n'),
	0x9b,
	0x9c,
	0x9d,
	0x90,
];

/** What conceals or blinks, a colour of 256 or of 16 million aside. */
const deceiving = /\u001B\[(?:[0-9;:]*[;:])?0*[568](?:[;:][0-9;:]*)?m/;
const palette = /[34]8(?:[;:]0*5[;:]\d+|[;:]0*2(?:[;:]\d*){3,4})/g;

test('100,000 lines of random bytes come through as nothing but text and colours', () => {
	let seed = 7;
	const random = (below: number) => {
		seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
		return (seed >>> 8) % below;
	};
	let coloured = 0;
	for (let line = 0; line < 100_000; line++) {
		const text = randomLine(random);
		const clean = sanitise(text);
		if (clean.includes('\u001B[')) coloured++;
		const isSafe = safe.test(clean) && !deceiving.test(clean.replace(palette, ''));
		assert.ok(isSafe, JSON.stringify(text));
		assert.ok(!sanitise(text, {colour: false}).includes('\u001B'), JSON.stringify(text));
	}
	assert.ok(coloured > 100, 'the lines must have colours in them, too');
});

test('colours of 256 and of 16 million pass; what conceals or blinks does not, however it is written', () => {
	for (const attributes of [
		'38;5;208',
		'48;2;30;5;8',
		'1;38:5:8',
		'38:2::5:6:8',
		'4:3',
		'38;5;8;1',
	]) {
		assert.ok(sanitise(`\u001B[${attributes}mx`).includes(attributes), attributes);
	}
	for (const attributes of ['08', '1;005', '38;5;1;8', '38;5', '58;5;8', '38;2;1;8', '8:1', '6']) {
		assert.equal(sanitise(`\u001B[${attributes}mx`), 'x', attributes);
	}
});

test('the short form of a reset is written in full, as not every reader knows it', () => {
	assert.equal(sanitise('\u001B[31ma\u001B[mb'), '\u001B[31ma\u001B[0mb\u001B[0m');
});

test('letters in the colour of what is behind them are shown, however that is written', () => {
	for (const hidden of [
		'30;40',
		'40;30',
		'97;107',
		'37;48;5;7',
		'38;5;8;100',
		'38:5:200;48;5;200',
		'38;2;1;2;3;48:2::1:2:3',
		'1;31;4;41',
	]) {
		assert.equal(sanitise(`\u001B[${hidden}mx`), 'x', hidden);
	}
	const [black, onBlack] = ['\u001B[30m', '\u001B[040m'];
	assert.equal(sanitise(`${onBlack}a${black}b`), `${onBlack}ab\u001B[0m`, 'in two steps');
	for (const seen of [
		'30;47',
		'37;40',
		'38;5;1;48;5;2',
		'31;39;41',
		'41;49;31',
		'31;0;41',
		'41;58:2::1:2:3;30',
	]) {
		assert.ok(sanitise(`\u001B[${seen}mx`).includes(seen), seen);
	}
	for (const reset of ['0', '39', '0;1']) {
		const text = `${black}a\u001B[${reset}m${onBlack}b`;
		assert.equal(sanitise(text), `${text}\u001B[0m`, reset);
	}
});

test('the work grows with the length of a text, not with its square', () => {
	for (const piece of [
		'\u001B]',
		'\u001B[',
		'\u001B[1m',
		'\u001B[30;40m',
		'\u001B]0;a',
		'\u009D',
	]) {
		const ratio = workRatio(count => sanitise(piece.repeat(count)), 5000);
		assert.ok(ratio < 40, `${ratio} times the work for ten times ${JSON.stringify(piece)}`);
	}
});
