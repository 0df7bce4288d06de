import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import {measureWith} from '../../../source/dashboard/drawing/cells.ts';
import {Canvas} from '../../../source/dashboard/output/canvas.ts';
import {encodeFrame} from '../../../source/dashboard/output/frame.ts';
import type {Row} from '../../../source/dashboard/output/row.ts';
import {type Emulator, emulator, type Random, random} from '../../support/emulator.ts';

const columns = 23;
const rows = 9;

test('the difference turns any frame into the wanted one', async () => {
	const next = random(20261124);
	for (let round = 0; round < 60; round++) {
		const drawn = emulator(columns, rows);
		let shown: Row[] | undefined;
		let lines: string[] = [];
		for (let frame = 0; frame < 12; frame++) {
			lines = changed(next, lines);
			const wanted = rowsOf(lines);
			await drawn.write(encodeFrame(shown, wanted));
			shown = wanted;
			assert.deepEqual(drawn.cells(), (await plainly(lines)).cells(), lines.join('\n'));
		}
	}
});

test('a frame that is shown already needs no bytes', () => {
	const wanted = rowsOf(['one', 'two']);
	assert.equal(encodeFrame(wanted, rowsOf(['one', 'two'])), '');
});

test('a moving bar costs its two rows', () => {
	const list = (selected: number) =>
		rowsOf(
			Array.from({length: rows}, (_, row) =>
				row === selected ? `\u001B[7mrow ${row}\u001B[27m` : `row ${row}`,
			),
		);
	assert.equal(encodeFrame(list(1), list(2)), '\u001B[2Hrow 1\r\n\u001B[7mrow 2\u001B[m');
});

test('rows that move up are scrolled by the terminal', () => {
	const log = (from: number) =>
		rowsOf(['title', ...Array.from({length: 7}, (_, row) => `line ${(from + row) * 7919}`), 'end']);
	const sent = encodeFrame(log(0), log(1));
	assert.match(sent, /^\u001B\[2;8r\u001B\[S\u001B\[r/);
	assert.ok(sent.length < 40, `${sent.length} bytes`);
	const back = encodeFrame(log(1), log(0));
	assert.match(back, /^\u001B\[2;8r\u001B\[T\u001B\[r/);
});

test('rows that did not move are redrawn after a scroll', async () => {
	const log = (from: number) =>
		Array.from(
			{length: rows},
			(_, row) => `${'apps'[row] ?? ' '} |${String((from + row) * 99991).padEnd(20)}`,
		);
	const drawn = emulator(columns, rows);
	await drawn.write(encodeFrame(undefined, rowsOf(log(0))));
	const sent = encodeFrame(rowsOf(log(0)), rowsOf(log(2)));
	assert.match(sent, /\u001B\[2S/);
	await drawn.write(sent);
	assert.deepEqual(drawn.cells(), (await plainly(log(2))).cells());
});

test('a letter of uncertain width does not move the next one', async () => {
	measureWith(stringWidth);
	const drawn = emulator(columns, rows);
	await drawn.write(encodeFrame(undefined, rowsOf(['❤️ heart'])));
	// Two columns for Ink, one for this terminal: what follows stands where Ink wants it.
	assert.equal(drawn.cells()[0], '❤️  heart');
});

test('a letter of uncertain width leaves nothing old beside it', async () => {
	measureWith(stringWidth);
	const drawn = emulator(columns, rows);
	const before = rowsOf(['some text']);
	await drawn.write(encodeFrame(undefined, before));
	await drawn.write(encodeFrame(before, rowsOf(['❤️ heart'])));
	assert.equal(drawn.cells()[0], '❤️  heart');
});

test('joiners that join nothing are not sent', () => {
	const sent = encodeFrame(undefined, rowsOf(['a\u200Db \u200D c\u200C', '👩\u200D💻']));
	assert.match(sent, /ab {2}c\r\n.*👩\u200D💻$/u);
});

function rowsOf(lines: string[]): Row[] {
	const canvas = new Canvas(columns, rows, () => {});
	canvas.write(lines.join('\r\n'));
	return canvas.rows;
}

/** What a terminal makes of the lines when it is given all of them. */
async function plainly(lines: string[]): Promise<Emulator> {
	const screen = emulator(columns, rows);
	await screen.write(lines.join('\u001B[m\r\n'));
	return screen;
}

const words = [
	'a',
	'quarterdeck',
	'  ',
	'日本',
	'語',
	'─│┌',
	'✓ ',
	'9',
	'          ',
	'é',
	'ñandú',
];
const codes = ['1', '2', '22', '7', '27', '31', '39', '44', '49', '4', '24', '0', '38;5;200', '9'];

/** The next frame: lines that change a little, wholly, or move. */
function changed(next: Random, lines: string[]): string[] {
	const kind = next(4);
	if (kind === 0 || lines.length === 0) return Array.from({length: rows}, () => line(next));
	if (kind === 1) return [...lines.slice(1), line(next)];
	if (kind === 2) return [lines[0]!, line(next), ...lines.slice(1, rows - 1)];
	return lines.map(old => (next(3) === 0 ? line(next) : old));
}

function line(next: Random): string {
	let text = '';
	let width = 0;
	while (next(6) > 0) {
		if (next(3) === 0) text += `\u001B[${codes[next(codes.length)]}m`;
		const word = words[next(words.length)]!;
		const wide = /[日本語]/.test(word) ? word.length * 2 : word.length;
		if (width + wide > columns) break;
		text += word;
		width += wide;
	}
	if (next(4) === 0) text += '-'.repeat(columns - width);
	return `${text}\u001B[m`;
}
