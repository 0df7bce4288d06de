import stringWidth from 'string-width';
import {BoundedCache} from '../../terminal/bounded-cache.ts';
import {defaultStyle, type Style, stepBetween} from '../../terminal/style.ts';
import {measureWith} from '../drawing/cells.ts';
import {blankRow, cut, over, parse, type Row, textOf, trimmed} from './row.ts';

/** Ink's own words for a part of the frame; what is missing is not bounded. */
interface Clip {
	x1: number | undefined;
	x2: number | undefined;
	y1: number | undefined;
	y2: number | undefined;
}

/** Columns `left` to before `right` of the rows `top` to before `bottom`. */
interface Area {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** A text in a row of the frame, from the column `x` on. */
interface Part {
	x: number;
	text: string;
}

type Transformer = (line: string, index: number) => string;

/** About as many as a few frames have. */
const limit = 2000;
const parsed = new BoundedCache<string, {cells: Row; style: Style}>(limit);
const drawn = new BoundedCache<string, string>(limit);

// The build bundles this file beside Ink, with a measure of its own.
measureWith(stringWidth);

/**
 * Takes the place of Ink's `Output` in the build: the frame that Ink puts together. Ink reads every text of the
 * screen anew for each frame; this one remembers, so that a row that stays the same costs nothing.
 */
export default class Output {
	readonly #width: number;
	readonly #rows: Part[][];
	readonly #areas: Area[];

	constructor({width, height}: {width: number; height: number}) {
		this.#width = width;
		this.#rows = Array.from({length: height}, () => []);
		this.#areas = [{left: 0, top: 0, right: width, bottom: height}];
	}

	clip({x1, x2, y1, y2}: Clip): void {
		const {left, top, right, bottom} = this.#areas.at(-1)!;
		this.#areas.push({
			left: Math.max(left, x1 ?? left),
			top: Math.max(top, y1 ?? top),
			right: Math.min(right, x2 ?? right),
			bottom: Math.min(bottom, y2 ?? bottom),
		});
	}

	unclip(): void {
		this.#areas.pop();
	}

	write(x: number, y: number, text: string, {transformers}: {transformers: Transformer[]}): void {
		const {left, top, right, bottom} = this.#areas.at(-1)!;
		for (const [index, line] of linesOf(text).entries()) {
			if (y + index < top || y + index >= bottom) continue;
			const seen = cutText(line, left - x, right - x);
			const shown = transformers.reduce((text, transform) => transform(text, index), seen);
			if (shown !== '') this.#rows[y + index]!.push({x: Math.max(x, left), text: shown});
		}
	}

	/** The frame as text. Ink adds what goes before and behind it. */
	get(): {output: string; height: number} {
		const rows = this.#rows.map(parts => rowOfParts(parts, this.#width));
		return {output: rows.join('\n'), height: rows.length};
	}
}

function parsedText(text: string): {cells: Row; style: Style} {
	return parsed.get(text, () => parse(text, defaultStyle, Number.POSITIVE_INFINITY));
}

/** A style that is not ended goes on in the next line. */
function linesOf(text: string): string[] {
	const lines = text.split('\n');
	if (lines.length === 1 || !text.includes('\u001B')) return lines;
	let style = defaultStyle;
	return lines.map(line => {
		const whole = stepBetween(defaultStyle, style) + line;
		style = parsedText(whole).style;
		return whole;
	});
}

function cutText(text: string, from: number, to: number): string {
	const {cells} = parsedText(text);
	return from <= 0 && to >= cells.length ? text : textOf(cut(cells, from, to));
}

function rowOfParts(parts: Part[], width: number): string {
	const key = `${width}\n${parts.map(({x, text}) => `${x} ${text}`).join('\n')}`;
	return drawn.get(key, () => {
		const row = parts.reduce(
			(row, {x, text}) => over(row, x, parsedText(text).cells),
			blankRow(width),
		);
		return textOf(trimmed(row));
	});
}
