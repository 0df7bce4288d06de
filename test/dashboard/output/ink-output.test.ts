import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import Output from '../../../source/dashboard/output/ink-output.ts';
import {emulator} from '../../support/emulator.ts';

/** The class that ours takes the place of in the build. It is not exported, and has no types of its own here. */
const inks = path.resolve(import.meta.dirname, '../../../node_modules/ink/build/output.js');
const {default: InkOutput}: {default: typeof Output} = await import(inks);

test('what is built draws with ours', () => {
	const methodOfInks = 'getStyledChars';
	assert.ok(readFileSync(inks, 'utf8').includes(methodOfInks));
	const built = path.resolve(import.meta.dirname, '../../../dist/bundled/drawing.js');
	assert.ok(!readFileSync(built, 'utf8').includes(methodOfInks));
});

const width = 24;
const height = 6;

/** What Ink does with a frame: texts at places, some of them in boxes that cut them. */
type Step = (output: Output) => void;

const write =
	(
		x: number,
		y: number,
		text: string,
		...transformers: ((line: string, row: number) => string)[]
	): Step =>
	output =>
		output.write(x, y, text, {transformers});

const within =
	(x1: number, x2: number, y1: number, y2: number, ...steps: Step[]): Step =>
	output => {
		output.clip({x1, x2, y1, y2});
		for (const step of steps) step(output);
		output.unclip();
	};

async function cells(Frame: typeof Output, steps: Step[]): Promise<unknown> {
	const frame = new Frame({width, height});
	for (const step of steps) step(frame);
	const {output, height: rows} = frame.get();
	const screen = emulator(width, height);
	await screen.write(output.replaceAll('\n', '\r\n'));
	return {rows, cells: screen.cells()};
}

async function isInks(steps: Step[], message?: string): Promise<void> {
	assert.deepEqual(await cells(Output, steps), await cells(InkOutput, steps), message);
}

test('a style goes on over the end of a line, and each row ends it', async () => {
	await isInks([
		write(2, 1, 'a \u001B[31mred\nand\u001B[1m bold\nend\u001B[0m plain'),
		write(12, 2, 'beside'),
	]);
});

test('a box cuts what it holds, also within another box, and half a wide letter is a space', async () => {
	const text = '日本語 is \u001B[7mnot\u001B[27m a shelf\nsecond\nthird';
	for (let x = -3; x < 8; x++) {
		await isInks([within(1, 12, 1, 3, write(x, 1, text)), write(0, 4, 'below')], `at ${x}`);
		await isInks([within(1, 12, 0, 5, within(4, 20, 2, 9, write(x, 1, text)))], `twice at ${x}`);
	}
	await isInks([within(4, 4, 0, 5, write(2, 1, text)), within(0, 9, 3, 3, write(2, 3, text))]);
});

test('what is written later lies above, and halves of wide letters beside it are spaces', async () => {
	for (let x = 0; x < 10; x++)
		await isInks([write(1, 1, '語語語語'), write(x, 1, '本')], `at ${x}`);
});

test('what a component does with each line is done to the part that is seen', async () => {
	const numbered = (line: string, row: number) => `\u001B[4m${row}:${line}\u001B[24m`;
	await isInks([within(0, 6, 1, 4, write(2, 0, 'first line\nsecond line\nthird', numbered))]);
});

test('frames of random parts are the same as those of Ink', async () => {
	let seed = 7;
	const random = (below: number) => {
		seed = (seed * 48271) % 2147483647;
		return seed % below;
	};
	const words = [
		'shelf',
		'日本',
		'\u001B[1mbold\u001B[22m',
		'\u001B[41m  \u001B[49m',
		'é',
		'👍🏽',
		' ',
		'\n',
		'│',
	];
	const text = () =>
		Array.from({length: 1 + random(6)}, () => words[random(words.length)]).join('');
	const part = (): Step => write(random(width - 1), random(height), text());
	for (let round = 0; round < 300; round++) {
		const steps = Array.from({length: 1 + random(5)}, () => {
			if (random(2) === 0) return part();
			const [x, y] = [random(12), random(4)];
			return within(x, x + random(12), y, y + random(4), part(), part());
		});
		// A row that is longer than the window would be wrapped by the terminal; ours is cut.
		await isInks([within(0, width, 0, height, ...steps)], `round ${round}`);
	}
});
