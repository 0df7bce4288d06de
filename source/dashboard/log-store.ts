import {sanitise} from '../terminal/sanitise.ts';
import {inOneRow, structuredLine} from './log/structured-line.ts';
import type {LogLevelFilter, LogView} from './state.ts';

/** Longer lines are cut: the file has all of them. */
const longest = 8192;

/** More lines than this between two frames are a flood; frames are then so many milliseconds apart. */
const floodLines = 100;
const floodInterval = 350;

export type LineLevel = 'info' | 'warn' | 'error';

/** The last lines of the server's log: a ring, so that a long day takes no more memory than a short one. */
export class LogStore {
	readonly #capacity: number;
	readonly #interval: number;
	readonly #lines: string[];
	readonly #listeners = new Set<() => void>();
	#total = 0;
	#version = 0;
	#timer: NodeJS.Timeout | undefined;
	#told = {at: 0, total: 0};
	#isFlooded = false;

	constructor(interval: number, capacity = 10_000) {
		this.#interval = interval;
		this.#capacity = capacity;
		this.#lines = [];
	}

	/** How many lines there were, those that are forgotten included. */
	get total(): number {
		return this.#total;
	}

	/** The first line that is still known. */
	get first(): number {
		return Math.max(0, this.#total - this.#capacity);
	}

	line(index: number): string {
		return this.#lines[index % this.#capacity] ?? '';
	}

	push(lines: string[]): void {
		for (const line of lines) {
			this.#lines[this.#total++ % this.#capacity] = line.slice(0, longest);
		}
		this.#timer ??= setTimeout(() => this.#tell(), this.#wait());
	}

	/** Where more comes than anyone can read, it is drawn less often, so that keys have the time. */
	#wait(): number {
		const flooded = Math.max(floodInterval, 2 * this.#interval);
		const wait = this.#isFlooded ? flooded : this.#interval;
		return Math.max(0, this.#told.at + wait - performance.now());
	}

	#tell(): void {
		this.#timer = undefined;
		this.#isFlooded = this.#total - this.#told.total > floodLines;
		this.#told = {at: performance.now(), total: this.#total};
		this.#version++;
		for (const listener of this.#listeners) listener();
	}

	readonly snapshot = (): number => this.#version;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};
}

/** What a line is about, by the words that servers and loggers use. */
export function levelOf(line: string): LineLevel {
	const structured = structuredLine(line);
	if (structured) return structured.level;
	// A colour ends with a letter, which would hide where the word begins.
	const text = sanitise(line, {colour: false});
	const status = requestStatus(text);
	if (status !== undefined) return status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
	if (/\b(?:(?:[A-Z]\w*)?Error|ERROR|FATAL|error)\b|^\s+at .+:\d+:\d+/.test(text)) return 'error';
	return /\b(?:WARN|WARNING|Warning|warn)\b/.test(text) ? 'warn' : 'info';
}

/** 302 in `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms`. */
export function requestStatus(line: string): number | undefined {
	const match = /" (\d{3}) (?:\d+|-)/.exec(line);
	return match ? Number(match[1]) : undefined;
}

const ranks: Record<LogLevelFilter, number> = {all: 0, info: 0, warn: 1, error: 2};

/** Whether a line passes the view's level and filter (`!` inverts it). */
export function isShown(line: string, {level, filter}: LogView): boolean {
	if (level !== 'all' && ranks[levelOf(line) satisfies LogLevelFilter] < ranks[level]) return false;
	if (filter === '' || filter === '!') return true;
	const inverted = filter.startsWith('!');
	return includes(line, inverted ? filter.slice(1) : filter) !== inverted;
}

/** Smart case: capitals count only when the wanted text has some. JSON also has what it is drawn as. */
export function includes(line: string, wanted: string): boolean {
	const structured = structuredLine(line);
	const drawn = structured ? `${line}\n${inOneRow(structured, '')}` : line;
	const text = sanitise(drawn, {colour: false});
	return wanted === wanted.toLowerCase()
		? text.toLowerCase().includes(wanted)
		: text.includes(wanted);
}

/** The lines that end before `end` and pass, at most `count`, the oldest first. @returns their numbers */
export function shownBefore(store: LogStore, view: LogView, end: number, count: number): number[] {
	const numbers: number[] = [];
	const first = Math.max(store.first, view.from);
	for (
		let index = Math.min(end, store.total) - 1;
		index >= first && numbers.length < count;
		index--
	) {
		if (isShown(store.line(index), view)) numbers.push(index);
	}
	return numbers.reverse();
}
