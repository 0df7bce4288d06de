import assert from 'node:assert/strict';
import test from 'node:test';
import {
	coloured,
	colouredPart,
	ourTheme,
	plain,
	wantsColour,
} from '../../source/terminal/colours.ts';

test('a painted line resets everything, a part only what it has set', () => {
	assert.equal(plain('error', 'text'), 'text');
	assert.equal(coloured('error', 'text'), '\u001B[31mtext\u001B[0m');
	assert.equal(colouredPart('failure', 'text'), '\u001B[31;1mtext\u001B[39;22m');
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

/** Of xterm, the Linux console and GNOME: the 8 colours, then the bright ones. */
const palettes = [
	'000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff',
	'000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff',
	'2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec',
].map(colours => colours.split(' ').map(hex => Number.parseInt(hex, 16)));

function lightness(colour: number): number {
	const [red, green, blue] = [16, 8, 0]
		.map(bits => ((colour >> bits) & 255) / 255)
		.map(part => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** From 1 to 21, as the Web Content Accessibility Guidelines define it. */
function contrast(one: number, other: number): number {
	const [dark, light] = [lightness(one), lightness(other)].sort((a, b) => a - b);
	return (light! + 0.05) / (dark! + 0.05);
}

test('no meaning vanishes on a white or a black background, even where bold is bright', () => {
	for (const [meaning, [begin]] of Object.entries(ourTheme)) {
		const codes = begin.split(';').map(Number);
		const brighter = codes.includes(1) ? 8 : 0;
		const colour = (first: number) => codes.find(code => code >= first && code < first + 8);
		const [text, ground] = [colour(30), colour(40)];
		if (text === undefined) continue;
		for (const palette of palettes) {
			const shown = palette[text - 30 + brighter]!;
			const grounds = ground === undefined ? [0xffffff, 0] : [palette[ground - 40]!];
			for (const under of grounds) assert.ok(contrast(shown, under) > 1.65, meaning);
		}
	}
});
