import {defaultStyle, type Style, stepBetween} from '../../terminal/style.ts';
import type {Cell} from './row.ts';

/** Terminals agree about the width of these: Latin letters, box drawing, braille, Chinese, Japanese and Korean. */
const certain =
	/^[\u0000-\u02FF\u2010-\u2027\u203A\u2500-\u25FF\u2713\u2717\u2800-\u28FF\u2E80-\uA4CF\uAC00-\uD7A3\uFF01-\uFF60]?$/;

/** Writes cells in few bytes: it tracks cursor and style, and writes a move or colour only when needed. */
export class Pen {
	text = '';
	style: Style = defaultStyle;
	readonly #columns: number;
	/** Unknown behind the last column, and behind letters of uncertain width. */
	#x: number | undefined;
	#y: number | undefined;

	constructor(columns: number) {
		this.#columns = columns;
	}

	moveTo(x: number, y: number): void {
		if (x === this.#x && y === this.#y) return;
		const moves = [absolute(x, y)];
		if (y === this.#y && this.#x !== undefined) moves.push(sideways(this.#x, x));
		if (y === this.#y && x === 0) moves.push('\r');
		if (this.#y !== undefined && y === this.#y + 1) moves.push(`\r\n${forwards(x)}`);
		this.text += moves.reduce((best, move) => (move.length < best.length ? move : best));
		this.#x = x;
		this.#y = y;
	}

	/** @param width in columns; a letter of uncertain width must not leave old cells visible */
	put({text, style}: Cell, width = 1): void {
		if (width > 1 && !certain.test(text)) this.erase(width);
		if (text !== ' ' || style !== defaultStyle || this.style.showsOnSpaces) this.#use(style);
		this.text += text;
		if (this.#x === undefined) return;
		this.#x = certain.test(text) && this.#x + width < this.#columns ? this.#x + width : undefined;
	}

	/** Blanks cells; the cursor stays. */
	erase(count: number): void {
		if (this.style.showsOnSpaces) this.#use(defaultStyle);
		this.text += `\u001B[${count}X`;
	}

	eraseToEnd(): void {
		if (this.style.showsOnSpaces) this.#use(defaultStyle);
		this.text += '\u001B[K';
	}

	/** Moves rows up (down if negative) between two rows; rows that leave are lost. */
	scroll(top: number, bottom: number, count: number): void {
		this.#use(defaultStyle);
		const steps = Math.abs(count) === 1 ? '' : Math.abs(count);
		const move = `${steps}${count > 0 ? 'S' : 'T'}`;
		this.text += `\u001B[${top + 1};${bottom + 1}r\u001B[${move}\u001B[r`;
		this.#x = 0;
		this.#y = 0;
	}

	clear(): void {
		this.#use(defaultStyle);
		this.text += '\u001B[H\u001B[J';
		this.#x = 0;
		this.#y = 0;
	}

	end(): string {
		this.#use(defaultStyle);
		return this.text;
	}

	#use(style: Style): void {
		this.text += stepBetween(this.style, style);
		this.style = style;
	}
}

export function costOfForwards(columns: number): number {
	return forwards(columns).length;
}

function absolute(x: number, y: number): string {
	if (x === 0) return y === 0 ? '\u001B[H' : `\u001B[${y + 1}H`;
	return `\u001B[${y + 1};${x + 1}H`;
}

function sideways(from: number, to: number): string {
	if (to > from) return forwards(to - from);
	return from - to < 4 ? '\b'.repeat(from - to) : `\u001B[${from - to}D`;
}

function forwards(columns: number): string {
	if (columns === 0) return '';
	return columns === 1 ? '\u001B[C' : `\u001B[${columns}C`;
}
