import {defaultStyle, type Style} from '../../terminal/style.ts';
import {blankRow, over, parse, type Row} from './row.ts';

const tokens =
	/((?:[^\u0000-\u001F\u007F]+|\u001B\[[0-9;:]*m)+)|\u001B\[([<-?]?)([0-9;:]*)([ -/]*[@-~])|[\s\S]/g;

interface Parsed {
	row: Row;
	length: number;
	style: Style;
}

/**
 * A screen in memory that interprets what Ink writes. Lines that stay the same remain the same row
 * objects, so that comparing frames is cheap.
 */
export class Canvas {
	columns: number;
	rows: Row[];
	readonly #onMode: (sequence: string) => void;
	#x = 0;
	#y = 0;
	#style = defaultStyle;
	#lines = new Map<string, Parsed>();
	#olderLines = new Map<string, Parsed>();

	/** @param onMode gets sequences that do not draw, such as `ESC [?25l` */
	constructor(columns: number, rows: number, onMode: (sequence: string) => void) {
		this.columns = columns;
		this.rows = Array.from({length: rows}, () => blankRow(columns));
		this.#onMode = onMode;
	}

	write(text: string): void {
		for (const match of text.matchAll(tokens)) {
			const [all, run, prefix, parameters, final] = match;
			if (run !== undefined) this.#put(run);
			else if (final === undefined) this.#control(all);
			else if (prefix !== '') this.#onMode(all);
			else this.#move(final, parameters!);
		}
	}

	/** Drops lines that neither this frame nor the one before it has drawn. */
	endFrame(): void {
		this.#olderLines = this.#lines;
		this.#lines = new Map();
	}

	#put(run: string): void {
		const {row, length, style} = this.#parsed(run);
		const old = this.rows[this.#y]!;
		const coversAll = this.#x === 0 && (length === this.columns || isBlank(old, length));
		this.rows[this.#y] = coversAll
			? row
			: over(old, this.#x, row.slice(0, Math.min(length, this.columns - this.#x)));
		this.#x = Math.min(this.columns, this.#x + length);
		this.#style = style;
	}

	#parsed(run: string): Parsed {
		const key = this.#style === defaultStyle ? run : `${this.#style.codes}m${run}`;
		let parsed = this.#lines.get(key) ?? this.#olderLines.get(key);
		if (!parsed) {
			const {cells, style} = parse(run, this.#style, this.columns);
			const rest = blankRow(this.columns).slice(cells.length);
			parsed = {row: [...cells, ...rest], length: cells.length, style};
		}
		this.#lines.set(key, parsed);
		return parsed;
	}

	#control(character: string): void {
		if (character === '\r') this.#x = 0;
		else if (character === '\b') this.#x = Math.max(0, this.#x - 1);
		else if (character === '\n') this.#newLine();
	}

	#newLine(): void {
		this.#x = 0;
		if (this.#y < this.rows.length - 1) this.#y++;
		else this.rows = [...this.rows.slice(1), blankRow(this.columns)];
	}

	#move(final: string, parameters: string): void {
		const [first = 0, second = 0] = parameters.split(';').map(Number);
		const count = Math.max(1, first);
		if (final === 'A') this.#goTo(this.#x, this.#y - count);
		else if (final === 'B') this.#goTo(this.#x, this.#y + count);
		else if (final === 'C') this.#goTo(this.#x + count, this.#y);
		else if (final === 'D') this.#goTo(this.#x - count, this.#y);
		else if (final === 'E') this.#goTo(0, this.#y + count);
		else if (final === 'F') this.#goTo(0, this.#y - count);
		else if (final === 'G') this.#goTo(count - 1, this.#y);
		else if (final === 'H') this.#goTo(Math.max(1, second) - 1, count - 1);
		else if (final === 'J') this.#eraseScreen(first);
		else if (final === 'K') this.#eraseLine(first);
	}

	#goTo(x: number, y: number): void {
		this.#x = Math.max(0, Math.min(x, this.columns - 1));
		this.#y = Math.max(0, Math.min(y, this.rows.length - 1));
	}

	#eraseScreen(part: number): void {
		if (part === 0) this.#eraseLine(0);
		const from = part === 0 ? this.#y + 1 : 0;
		const to = part === 1 ? this.#y : this.rows.length;
		for (let y = from; y < to; y++) this.rows[y] = blankRow(this.columns);
		if (part === 1) this.#eraseLine(1);
	}

	#eraseLine(part: number): void {
		const from = part === 0 ? this.#x : 0;
		const to = part === 1 ? this.#x + 1 : this.columns;
		const row = this.rows[this.#y]!;
		this.rows[this.#y] =
			from === 0 && to >= this.columns
				? blankRow(this.columns)
				: over(row, from, blankRow(Math.max(0, to - from)));
	}
}

function isBlank(row: Row, from: number): boolean {
	for (let x = from; x < row.length; x++)
		if (row[x]!.text !== ' ' || row[x]!.style !== defaultStyle) return false;
	return true;
}
