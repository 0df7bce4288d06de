import {EventEmitter} from 'node:events';
import {Canvas} from './canvas.ts';
import {encodeFrame} from './frame.ts';
import {type Row, rowOf, unknownRow} from './row.ts';

const begin = '\u001B[?2026h';
const end = '\u001B[?2026l';
/** Milliseconds until Ink draws the new layout; its first answer to a resize is the old one. */
const redrawDelay = 50;
/** Dragging a window's edge makes many sizes: within so many milliseconds only the first and the last count. */
const resizeDebounce = 100;
/** A new line of the log: fewer bytes than a terminal takes at once. */
const smallWrite = 400;
const enterAlternate = '\u001B[?1049h';

/** What was drawn before Ink was loaded. */
export interface Painted {
	columns: number;
	rows: string[];
}

/** Rows of the full width that do not come from Ink. */
export interface Cover {
	/** The row of the window where they begin, from 0. */
	top: number;
	rows: string[];
}

/**
 * Ink's stdout. Ink draws on a canvas in memory; the difference goes to the terminal, one synchronized
 * write per frame. Frames are skipped while the terminal has not taken the last one.
 */
export class OutputStage extends EventEmitter {
	readonly isTTY = true;
	readonly writable = true;
	readonly #output: NodeJS.WriteStream;
	#canvas: Canvas;
	/** Missing when it is not known what the terminal shows. */
	#shown: readonly Row[] | undefined;
	#cover: {top: number; rows: readonly Row[]} | undefined;
	#covered = new Map<string, Row>();
	/** Where the cover was when Ink drew its last frame. */
	#framePlace = '';
	#modes = new Set([enterAlternate, '\u001B[?25l']);
	#isSending = false;
	#isBehind = false;
	#isStale = false;
	#staleTimer: NodeJS.Timeout | undefined;
	#resizeTimer: NodeJS.Timeout | undefined;
	#isResizing = false;

	constructor(output: NodeJS.WriteStream, painted?: Painted) {
		super();
		this.setMaxListeners(0);
		this.#output = output;
		this.#canvas = this.#newCanvas();
		if (painted?.columns === this.columns && painted.rows.length <= this.rows) {
			this.#canvas.write(painted.rows.join('\r\n'));
			this.#shown = [...this.#canvas.rows];
			this.#canvas = this.#newCanvas();
		}
		output.on('resize', this.#resized);
	}

	/** The size of the frame, while the window may be on its way to another. */
	get columns(): number {
		return this.#canvas.columns;
	}

	get rows(): number {
		return this.#canvas.rows.length;
	}

	readonly write = (text: string, encoding?: unknown, callback?: () => void): boolean => {
		const done = typeof encoding === 'function' ? (encoding as () => void) : callback;
		if (text === '') this.#output.write('', done);
		else {
			this.#canvas.write(text);
			done?.();
		}
		return true;
	};

	/** Shows rows without Ink, which then starts on an empty canvas. */
	draw(rows: string[]): void {
		this.#canvas.write(rows.join('\r\n'));
		this.#paint();
		this.#canvas = this.#newCanvas();
	}

	/**
	 * Draws rows over what Ink draws. A cover that comes, moves or goes is seen with Ink's next frame, which
	 * makes room for it; one that stays where it is, at once.
	 */
	cover(cover: Cover | undefined): void {
		const known = this.#covered;
		this.#covered = new Map();
		this.#cover = cover && {top: cover.top, rows: cover.rows.map(text => this.#rowOf(text, known))};
		if (this.#coverPlace === this.#framePlace) this.#paint(smallWrite);
		else this.#paintLater();
	}

	/** Ink may have drawn the frame that makes room before the cover came, and may have nothing else to draw. */
	#paintLater(): void {
		clearTimeout(this.#staleTimer);
		this.#staleTimer = setTimeout(() => {
			this.#framePlace = this.#coverPlace;
			this.#paint();
		}, redrawDelay);
	}

	get #coverPlace(): string {
		return this.#cover ? `${this.#cover.top} ${this.#cover.rows.length}` : '';
	}

	#rowOf(text: string, known: ReadonlyMap<string, Row>): Row {
		const key = `${this.columns} ${text}`;
		const row = known.get(key) ?? rowOf(text, this.columns);
		this.#covered.set(key, row);
		return row;
	}

	/** What the terminal is to show. */
	get #wanted(): Row[] {
		const rows = [...this.#canvas.rows];
		const {top, rows: over} = this.#cover ?? {top: 0, rows: []};
		for (const [index, row] of over.entries())
			if (top + index < rows.length && row.length === this.columns) rows[top + index] = row;
		return rows;
	}

	repaint(): void {
		this.#shown = undefined;
		this.#paint();
	}

	#newCanvas(): Canvas {
		const {columns, rows} = this.#output;
		return new Canvas(columns || 80, rows || 24, sequence => this.#mode(sequence));
	}

	readonly #resized = (): void => {
		if (this.#resizeTimer === undefined) this.#takeSize();
		else this.#isResizing = true;
		clearTimeout(this.#resizeTimer);
		this.#resizeTimer = setTimeout(() => this.#settleSize(), resizeDebounce);
	};

	#settleSize(): void {
		this.#resizeTimer = undefined;
		if (this.#isResizing) this.#takeSize();
	}

	/** Whatever the terminal has made of its rows is drawn over row by row, and never cleared. */
	#takeSize(): void {
		this.#isResizing = false;
		const {columns, rows} = this;
		const resized = this.#newCanvas();
		// Ink does not redraw for a size it has already drawn.
		if (resized.columns !== columns || resized.rows.length !== rows) this.#canvas = resized;
		this.#shown = resized.rows.map(() => unknownRow(resized.columns));
		clearTimeout(this.#staleTimer);
		this.#staleTimer = setTimeout(() => this.#paint(), redrawDelay);
		this.#isStale = true;
		this.emit('resize');
		this.#isStale = false;
	}

	#mode(sequence: string): void {
		if (sequence === begin) return;
		if (sequence === end) {
			this.#canvas.endFrame();
			this.#framePlace = this.#coverPlace;
			if (!this.#isStale) this.#paint();
		} else this.#switch(sequence);
	}

	/** Skips modes that are set already: entering the alternate screen again would clear it. */
	#switch(sequence: string): void {
		if (this.#modes.has(sequence)) return;
		this.#modes.delete(sequence.replace(/[hl]$/, letter => (letter === 'h' ? 'l' : 'h')));
		this.#modes.add(sequence);
		if (sequence === enterAlternate) this.#shown = undefined;
		this.#output.write(sequence);
	}

	/** @param small up to so many bytes are sent without marks around them */
	#paint(small = 0): void {
		clearTimeout(this.#staleTimer);
		this.#isBehind = this.#isSending;
		if (this.#isBehind || this.#isResizing || !this.#modes.has(enterAlternate)) return;
		const wanted = this.#wanted;
		const difference = encodeFrame(this.#shown, wanted);
		this.#shown = wanted;
		if (difference === '') return;
		this.#isSending = true;
		const sent = difference.length <= small ? difference : begin + difference + end;
		this.#output.write(sent, () => {
			this.#isSending = false;
			if (this.#isBehind) this.#paint();
		});
	}
}
