import type {LogView, LogViewport} from '../state/state.ts';
import type {LogStore} from './file/log-store.ts';
import {rowsOfLine} from './line-rows.ts';
import {blankCell} from './lines/line-times.ts';
import {isShown} from './search/filter.ts';
import {matchPlace} from './sideways.ts';
import {firstLine, marksAbove, shownFrom} from './window.ts';

/** A row of a line, counted from 0. */
export interface Place {
	line: number;
	row: number;
}

/** Where the rows of the log are, in a window of the size that was drawn last. */
export class Places {
	readonly height: number;
	readonly #store: LogStore;
	readonly #view: LogView;
	readonly #columns: number;
	readonly #counts = new Map<number, number>();

	constructor(store: LogStore, view: LogView, {columns, height}: LogViewport) {
		this.height = height;
		this.#store = store;
		this.#view = view;
		this.#columns = columns;
	}

	/** The place some rows away. @returns `missing`: how many of these rows do not exist */
	moved({line, row}: Place, rows: number): Place & {missing: number} {
		let next = row + rows;
		while (next < 0) {
			const above = this.#step(line, -1);
			if (above === undefined) return {line, row: 0, missing: -next};
			line = above;
			next += this.#rowsOf(line);
		}
		for (let count = this.#rowsOf(line); next >= count; count = this.#rowsOf(line)) {
			const below = this.#step(line, 1);
			if (below === undefined) return {line, row: count - 1, missing: next - count + 1};
			line = below;
			next -= count;
		}
		return {line, row: next, missing: 0};
	}

	/** The first match in a line, and the sideways scroll that shows it. */
	ofMatch(line: number): Place & {shift: number} {
		const isExpanded = this.#view.expanded.has(line);
		const place = matchPlace(this.#store.line(line), isExpanded, this.#view, this.#columns);
		const above = marksAbove(this.#store, this.#view, line).length;
		return {line, row: above + place.row, shift: place.shift};
	}

	endOf(line: number): Place {
		return {line, row: this.#rowsOf(line) - 1};
	}

	/** The first visible row while paused: the window below it is full, and has the cursor. */
	get top(): Place {
		const {cursor} = this.#view;
		const top = earlier(this.#wantedTop(), this.topAbove(this.endOf(this.#last)));
		const isBelow = cursor !== undefined && isBefore(this.bottom(top), {line: cursor, row: 0});
		return isBelow ? this.topAbove(this.endOf(cursor)) : top;
	}

	#wantedTop(): Place {
		const {top = 0, topRow = 0} = this.#view;
		const line = Math.max(top, firstLine(this.#store, this.#view));
		const isThere = line === top && isShown(this.#store.line(line), this.#view);
		if (!isThere) return {line: this.#step(line - 1, 1) ?? line, row: 0};
		return {line, row: Math.min(topRow, this.#rowsOf(line) - 1)};
	}

	get #last(): number {
		return shownFrom(this.#store, this.#view, this.#store.total, -1).number;
	}

	bottom(top: Place): Place {
		return this.moved(top, this.height - 1);
	}

	topAbove(bottom: Place): Place {
		return this.moved(bottom, 1 - this.height);
	}

	/** Whether a line has more rows than the window. */
	isHigh(line: number): boolean {
		return this.#rowsOf(line) > this.height;
	}

	#step(line: number, step: 1 | -1): number | undefined {
		const {number, missing} = shownFrom(this.#store, this.#view, line, step);
		return missing > 0 ? undefined : number;
	}

	#rowsOf(line: number): number {
		const known = this.#counts.get(line) ?? this.#count(line);
		this.#counts.set(line, known);
		return known;
	}

	#count(line: number): number {
		const {wrap, expanded, times} = this.#view;
		const above = marksAbove(this.#store, this.#view, line).length;
		if (!wrap && !expanded.has(line)) return above + 1;
		const cell = blankCell(times);
		const text = this.#store.line(line);
		return above + rowsOfLine(text, cell, expanded.has(line), this.#view, this.#columns).length;
	}
}

export function isBefore(one: Place, other: Place): boolean {
	return one.line < other.line || (one.line === other.line && one.row < other.row);
}

export function earlier(one: Place, other: Place): Place {
	return isBefore(other, one) ? other : one;
}

export function later(one: Place, other: Place): Place {
	return isBefore(one, other) ? other : one;
}
