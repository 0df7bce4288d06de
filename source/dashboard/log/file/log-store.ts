import type {LinesPlace} from '../../../runs/files/byte-reader.ts';
import {longestLogLine} from '../../../server/control/log-file.ts';
import {Store} from '../../state/store.ts';
import {Scrollback} from './scrollback.ts';

const mostOfLine = 16 * 1024 * 1024;

/** More lines than this between two frames are a flood, and frames become rarer. */
const floodLines = 100;
const floodInterval = 350;

/** Free numbers for lines that precede the first one read. */
const room = 2 ** 29;
/** Milliseconds that a key may wait for lines of the file. */
const readBudget = 10;

/**
 * The server's log by line number. The bytes of the last lines are in memory; all others are read
 * from the file. They become text when somebody needs it.
 */
export class LogStore extends Store<object> {
	readonly scrollback = new Scrollback();
	readonly #capacity: number;
	readonly #usualInterval: number;
	total = 0;
	#begin = 0;
	#notifiedTotal = 0;

	constructor(interval: number, capacity = 10_000) {
		super({}, interval);
		this.#usualInterval = interval;
		this.#capacity = capacity;
	}

	get first(): number {
		return Math.max(this.#begin, this.total - this.#capacity, this.scrollback.memory.first);
	}

	/** The first known line, in memory or in the file. It decreases as the file is read backwards. */
	get oldest(): number {
		const block = this.scrollback.blocks.oldest;
		if (!block) return this.first;
		return block.file?.isReadable ? block.first : Math.max(block.first, this.first);
	}

	line(number: number): string {
		return number < this.oldest ? '' : (this.scrollback.line(number) ?? '');
	}

	/** The line as it is in the file, also where `line` cuts it. */
	wholeLine(number: number): string {
		const line = this.line(number);
		const place = line.length > longestLogLine ? this.scrollback.placeOf(number) : undefined;
		if (!place) return line;
		const bytes = place.file.bytes(place.start, Math.min(place.end, place.start + mostOfLine));
		return bytes.toString('utf8').replace(/\n$/, '') || line;
	}

	/** Reads the file backwards until a line is known. @param budget milliseconds that it may take */
	readBackTo(number: number, budget = readBudget): void {
		const end = performance.now() + budget;
		while (this.oldest > number && this.scrollback.hasMore && performance.now() < end) {
			this.scrollback.readBack();
		}
	}

	/** @param lines with their ends, if they are bytes @param place of the lines in the file; without it they are lost once they leave memory */
	push(lines: Buffer | string[], place?: LinesPlace): void {
		if (place && this.scrollback.skips(place)) this.#skip();
		const bytes = Buffer.isBuffer(lines) ? lines : bytesOf(lines);
		this.total += this.scrollback.add(this.total, bytes, place);
		this.scrollback.forget(this.first);
		this.change({});
	}

	/** Lines between the last ones and the next ones were skipped: they will be read from the file. */
	#skip(): void {
		this.scrollback.clear();
		this.total = (Math.floor(this.total / room) + 1) * room;
		this.#begin = this.total;
		this.#notifiedTotal = this.total;
	}

	/** During a flood frames are rarer, so that keys are handled in time. */
	override notify(): void {
		const isFlooded = this.total - this.#notifiedTotal > floodLines;
		const usual = this.#usualInterval;
		this.interval = isFlooded ? Math.max(floodInterval, 2 * usual) : usual;
		this.#notifiedTotal = this.total;
		super.notify();
	}
}

function bytesOf(lines: string[]): Buffer {
	return Buffer.from(lines.map(line => `${line}\n`).join(''));
}
