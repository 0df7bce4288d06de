import type {LinesPlace} from '../../../runs/line-reader.ts';
import {longestLogLine} from '../../../server/control/log-file.ts';
import {Store} from '../../state/store.ts';
import {Scrollback} from './scrollback.ts';

/** Bytes of one line that are read to be copied. */
const mostOfLine = 16 * 1024 * 1024;

/** More lines than this between two frames are a flood; frames are then so many milliseconds apart. */
const floodLines = 100;
const floodInterval = 350;

/** Numbers that are left for the lines that stand in the file before the first one that was read. */
const room = 2 ** 29;
/** Milliseconds that a key may wait for lines of the file. */
const patience = 10;

/**
 * The server's log by the numbers of its lines. The last ones are kept in memory, in a ring, so that
 * a long day takes no more than a short one; all others are read from the file when they are wanted.
 */
export class LogStore extends Store<object> {
	readonly scrollback = new Scrollback();
	readonly #capacity: number;
	/** Between two frames, unless there is a flood. */
	readonly #usualInterval: number;
	readonly #lines: string[];
	#total = 0;
	#begin = 0;
	#toldTotal = 0;

	constructor(interval: number, capacity = 10_000) {
		super({}, interval);
		this.#usualInterval = interval;
		this.#capacity = capacity;
		this.#lines = [];
	}

	/** The number that the next line will have. */
	get total(): number {
		return this.#total;
	}

	/** The first line that is in memory. */
	get first(): number {
		return Math.max(this.#begin, this.#total - this.#capacity);
	}

	/** The first line that is known, in memory or in the file. It goes down as the file is read backwards. */
	get oldest(): number {
		const block = this.scrollback.blocks.oldest;
		if (!block) return this.first;
		return block.file?.isReadable ? block.first : Math.max(block.first, this.first);
	}

	/** Whether the file has lines before the oldest that is known. */
	get hasMore(): boolean {
		return this.scrollback.hasMore;
	}

	line(number: number): string {
		if (number >= this.first) return this.#lines[number % this.#capacity] ?? '';
		return this.scrollback.line(number) ?? '';
	}

	/** A line as the file has it, also where `line` cuts it. */
	wholeLine(number: number): string {
		const line = this.line(number);
		const place = line.length > longestLogLine ? this.scrollback.placeOf(number) : undefined;
		if (!place) return line;
		const bytes = place.file.bytes(place.start, Math.min(place.end, place.start + mostOfLine));
		return bytes.toString('utf8').replace(/\n$/, '') || line;
	}

	/** Reads the file backwards until a line is known. @param budget milliseconds that it may take */
	readBackTo(number: number, budget = patience): void {
		const end = performance.now() + budget;
		while (this.oldest > number && this.hasMore && performance.now() < end) {
			this.scrollback.readBack();
		}
	}

	/** @param place where they stand in the file; without it they are forgotten with the ring */
	push(lines: string[], place?: LinesPlace): void {
		if (place && this.scrollback.leaps(place)) this.#leap();
		this.scrollback.add(this.#total, lines.length, place);
		for (const line of lines) {
			this.#lines[this.#total++ % this.#capacity] = line;
		}
		this.scrollback.blocks.forget(this.first);
		this.change({});
	}

	/** Lets the file go. What is in memory stays. */
	close(): void {
		this.scrollback.close();
	}

	/** Lines between the last ones and the next ones were not read: they will come from the file. */
	#leap(): void {
		this.scrollback.clear();
		this.#total = (Math.floor(this.#total / room) + 1) * room;
		this.#begin = this.#total;
		this.#toldTotal = this.#total;
	}

	/** In a flood it draws less often, so that keys have the time. */
	override tell(): void {
		const isFlooded = this.#total - this.#toldTotal > floodLines;
		const usual = this.#usualInterval;
		this.interval = isFlooded ? Math.max(floodInterval, 2 * usual) : usual;
		this.#toldTotal = this.#total;
		super.tell();
	}
}
