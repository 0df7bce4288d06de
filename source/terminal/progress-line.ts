import type {Backfilling} from '../runs/events.ts';
import {progressInWords} from '../words/progress.ts';

/** Milliseconds between two lines where a line cannot be written again. */
const interval = 10_000;
/** Back to the start of the line, and to its end without what was there. */
const again = '\r\u001B[K';

/** How far a backfill is, in a line below `Applying …` that is written again and again; in a file, seldom. */
export class ProgressLine {
	readonly #columns: () => number | undefined;
	#last: number | undefined;
	#pace = 'normal';
	#isOpen = false;
	/** What was not written yet. */
	#held = '';

	/** @param columns of the terminal; undefined where it is none */
	constructor(columns: () => number | undefined) {
		this.#columns = columns;
	}

	/** @returns what to write; empty if it is too soon */
	next(event: Backfilling, now = performance.now()): string {
		const columns = this.#columns();
		const text = `    ${progressInWords(event)}`;
		this.#last ??= now;
		const isDue = now - this.#last >= interval || event.pace !== this.#pace;
		this.#pace = event.pace;
		this.#held = columns === undefined && !isDue ? `\n${text}...` : '';
		if (this.#held !== '') return '';
		this.#last = now;
		// A line that wraps could not be written again.
		const line = columns === undefined ? text : text.slice(0, Math.max(1, columns - 4));
		const lead = this.#isOpen && columns !== undefined ? again : '\n';
		this.#isOpen = true;
		return `${lead}${line}...`;
	}

	/**
	 * To be called before something else is written.
	 * @param isBelow whether that begins a line of its own
	 * @returns what is to be written first
	 */
	end(isBelow = false): string {
		const isOpen = this.#isOpen || this.#held !== '';
		const first = `${this.#held}${isBelow && isOpen ? '\n' : ''}`;
		this.#held = '';
		this.#isOpen = false;
		return first;
	}
}
