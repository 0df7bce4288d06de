import assert from 'node:assert/strict';
import test from 'node:test';
import {Canvas} from '../../../source/dashboard/output/canvas.ts';
import {emulator, random} from '../../support/emulator.ts';

const columns = 12;
const rows = 5;

test('the canvas shows what a terminal shows, whatever Ink writes', async () => {
	const next = random(7);
	const parts = [
		...['one', 'two three', '\u001B[31mred\u001B[39m', '日本', '\u001B[7m bar \u001B[m', ' '],
		...['\n', '\n', '\u001B[2K', '\u001B[K', '\u001B[1K', '\u001B[J', '\u001B[1A', '\u001B[2B'],
		...[
			'\u001B[G',
			'\u001B[3G',
			'\u001B[E',
			'\u001B[F',
			'\u001B[2;4H',
			'\u001B[H',
			'\r',
			'\u001B[1D',
		],
	];
	for (let round = 0; round < 150; round++) {
		const canvas = new Canvas(columns, rows, () => {});
		const screen = emulator(columns, rows);
		let written = '';
		for (let count = 0; count < 20; count++) {
			const part = parts[next(parts.length)]!;
			// Ink breaks its lines itself: a line that is too long is cut, where a terminal would wrap.
			written += part === '\n' ? part : `\u001B[${1 + next(4)}G${part}`;
		}
		canvas.write(written);
		await screen.write(written);
		assert.deepEqual(seen(canvas), screen.text(), JSON.stringify(written));
	}
});

test('an unchanged line stays the same row object', () => {
	const canvas = new Canvas(columns, rows, () => {});
	canvas.write('\u001B[H\u001B[Jone\ntwo');
	const [one, two] = canvas.rows;
	canvas.endFrame();
	canvas.write('\u001B[H\u001B[Jone\nzwei');
	assert.equal(canvas.rows[0], one);
	assert.notEqual(canvas.rows[1], two);
});

test('a wide letter that does not fit is left out', () => {
	const canvas = new Canvas(columns, rows, () => {});
	canvas.write('eleven wide日');
	assert.equal(seen(canvas)[0], 'eleven wide');
	canvas.write('\r日\u001B[2Gx');
	assert.equal(seen(canvas)[0], ' xeven wide');
});

test('a colour lasts until it is ended', () => {
	const canvas = new Canvas(columns, rows, () => {});
	canvas.write('\u001B[31mone\ntwo\u001B[39m\nthree');
	assert.deepEqual(
		canvas.rows.slice(0, 3).map(row => row[0]!.style.codes),
		['31', '31', ''],
	);
});

test('sequences that do not draw are passed on', () => {
	const modes: string[] = [];
	const canvas = new Canvas(columns, rows, mode => modes.push(mode));
	canvas.write('\u001B[?1049h\u001B[?25lone\u001B[?2004h');
	assert.deepEqual(modes, ['\u001B[?1049h', '\u001B[?25l', '\u001B[?2004h']);
	assert.equal(seen(canvas)[0], 'one');
});

function seen(canvas: Canvas): string[] {
	return canvas.rows.map(row =>
		row
			.map(({text}) => text)
			.join('')
			.trimEnd(),
	);
}
